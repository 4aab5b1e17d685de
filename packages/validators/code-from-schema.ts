/** Generators of code from JSON Schemas. */
import { compile } from 'json-schema-to-typescript';
import { FetchingJSONSchemaStore, InputData, JSONSchemaInput, quicktype } from 'quicktype-core';
import type { Schema } from './json-schema.ts';

/** TypeScript types, by json-schema-to-typescript. */
export function typesOf(schema: Schema, name: string): Promise<string> {
  return compile(structuredClone(schema), name, { bannerComment: '' });
}

/** A program in any language that quicktype knows, such as `python`. */
export async function quicktypeOf(schema: Schema, name: string, lang: 'typescript' | 'python' | 'go' | 'csharp') {
  const input = new JSONSchemaInput(new FetchingJSONSchemaStore());
  await input.addSource({ name, schema: JSON.stringify(schema) });
  const inputData = new InputData();
  inputData.addInput(input);
  const { lines } = await quicktype({ inputData, lang });
  return lines.join('\n');
}
