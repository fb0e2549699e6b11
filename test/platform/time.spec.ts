import { timeProperties } from '../support/time-properties.js';

timeProperties(12);
