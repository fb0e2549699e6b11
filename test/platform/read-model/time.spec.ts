import { timeProperties } from '../../support/time/time-properties.js';

timeProperties(12);
