import type { Draft } from '../../documents/schema-file.ts';
import { jsonSchema, RULE_FILE_KINDS, SCHEMA_KINDS } from '../../documents/schemas.ts';
import { safeJson } from '../../report/safe-json.ts';
import { expectedNames } from '../../text/did-you-mean.ts';
import type { Action } from '../context.ts';
import { usageFailure } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { formatOf, PLAIN_FORMATS } from '../options/format.ts';
import type { OptionValues } from '../program/question-flags.ts';

/** `wirewise schema KIND`: the JSON Schema of a kind of file, with the questions and criteria of the rules at hand. */
export const schema: Action = async ({ rules }, [kind = ''], options) => {
  // Whichever it is: a schema is JSON.
  formatOf(options, PLAIN_FORMATS);
  if (kind === '') throw usageFailure([`Expected what the schema is of: ${SCHEMA_KINDS.join(', ')}.`]);
  if (!SCHEMA_KINDS.includes(kind)) throw unknown('schema', kind, SCHEMA_KINDS);
  const found = jsonSchema({ kind, file: ruleFile(kind, options), draft: draftOf(options), rules });
  return { text: safeJson(found), exitCode: EXIT.ok };
};

function ruleFile(kind: string, options: OptionValues): string | undefined {
  if (options['file'] === undefined) return undefined;
  const file = String(options['file']);
  if (kind !== 'rules') throw usageFailure(['Unexpected --file: only "schema rules" is about several kinds of files.']);
  if (!RULE_FILE_KINDS.includes(file)) throw unknown('kind of rule file', file, RULE_FILE_KINDS);
  return file;
}

function draftOf(options: OptionValues): Draft {
  const { draft = '2020-12' } = options;
  if (draft === '2020-12' || draft === '7') return draft;
  throw unknown('draft', String(draft), ['2020-12', '7']);
}

function unknown(what: string, given: string, known: readonly string[]) {
  return usageFailure([`Unknown ${what} "${given}".${expectedNames(given, known)}`]);
}
