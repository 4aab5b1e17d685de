/** The reference parser of AsyncAPI. */
import { createRequire } from 'node:module';

/** The module of Spectral from which the parser's rules take their JSON Schema validators. */
interface Validators {
  createAjvInstances: () => unknown;
}

const validators: Validators = createRequire(import.meta.resolve('@asyncapi/parser'))(
  '@stoplight/spectral-functions/dist/schema/ajv.js',
);
const instances = validators.createAjvInstances();
// Spectral makes new validators for each document. To compile AsyncAPI's schema anew takes ten times as long as all else,
// and the schema is always the same one.
validators.createAjvInstances = () => instances;

export { Parser } from '@asyncapi/parser';
