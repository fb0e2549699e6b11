import { describeEventStore } from './event-store.contract.js';
import { inMemory } from '../support/engines.js';

describeEventStore('The log in memory', inMemory);
