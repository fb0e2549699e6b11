import { z } from 'zod';
import { thing } from './things.js';

/** The permanent name of an organisation, champion or not, in addresses and commands: `sierra-leone`. */
export const OrganisationSlug = thing(
  'organisation',
  z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case letters, digits and single hyphens, such as sierra-leone')
    .max(40, 'must have at most 40 characters'),
);
