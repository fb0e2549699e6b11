import { describeEventStore } from './contract/event-store.contract.js';
import { inMemory } from '../../support/event-store/engines.js';

describeEventStore('The log in memory', inMemory);
