/** JSON Schema validators that we did not write: two implementations, two drafts. */
import { Validator } from '@cfworker/json-schema';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';

export type Schema = Readonly<Record<string, unknown>>;

/** The complaints about a value; none: it is valid. */
export type Validate = (value: unknown) => readonly string[];

/** Strict about the schema itself, too: an unknown keyword or a type that cannot be throws. */
const STRICT = { strict: true, allowUnionTypes: true, allErrors: true, validateFormats: false };

export function ajv(schema: Schema): Validate {
  const isDraft7 = String(schema['$schema']).includes('draft-07');
  const validate = (isDraft7 ? new Ajv(STRICT) : new Ajv2020(STRICT)).compile(schema);
  return (value) =>
    validate(value) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** What Ajv logs or throws when it compiles a schema in its strict mode: more than all that it says as it comes. */
export function ajvObjections(schema: Schema): readonly string[] {
  const isDraft7 = String(schema['$schema']).includes('draft-07');
  const objections: string[] = [];
  const note = (...words: unknown[]) => objections.push(words.join(' '));
  const logger = { log: note, warn: note, error: note };
  // The validator never runs; to shorten its code takes half of the time.
  const options = { logger, strict: true, code: { optimize: false } };
  try {
    (isDraft7 ? new Ajv(options) : new Ajv2020(options)).compile(schema);
  } catch (error) {
    note(error instanceof Error ? error.message : error);
  }
  return objections;
}

export function cfworker(schema: Schema): Validate {
  const isDraft7 = String(schema['$schema']).includes('draft-07');
  const validator = new Validator(schema, isDraft7 ? '7' : '2020-12', false);
  return (value) =>
    validator.validate(value).errors.map(({ instanceLocation, error }) => `${instanceLocation} ${error}`);
}
