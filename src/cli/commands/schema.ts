import { jsonSchema, RULE_FILE_KINDS, SCHEMA_KINDS } from '../../documents/schemas.ts';
import { safeJson } from '../../report/safe-json.ts';
import { expectedNames } from '../../text/did-you-mean.ts';
import { type Context, printed, type Result } from '../context.ts';
import { usageFailure } from '../errors.ts';
import type { Options } from '../options/options.ts';

/** `wirewise schema KIND`: prints the JSON Schema of a kind of file, with the questions and criteria of this run. */
export async function schema(
  { rules }: Pick<Context, 'rules'>,
  [kind = '']: readonly string[],
  options: Options<'schema'>,
): Promise<Result> {
  if (kind === '') throw usageFailure([`Missing schema name. Expected one of ${SCHEMA_KINDS.join(', ')}.`]);
  if (!SCHEMA_KINDS.includes(kind)) throw unknown('schema', kind, SCHEMA_KINDS);
  const found = jsonSchema({ kind, file: ruleFile(kind, options.file), draft: options.draft, rules });
  return printed(safeJson(found), options);
}

function ruleFile(kind: string, file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  if (kind !== 'rules') throw usageFailure(['Unexpected --file: only "schema rules" is about several kinds of files.']);
  if (!RULE_FILE_KINDS.includes(file)) throw unknown('kind of rule file', file, RULE_FILE_KINDS);
  return file;
}

function unknown(what: string, given: string, known: readonly string[]) {
  return usageFailure([`Unknown ${what} "${given}".${expectedNames(given, known)}`]);
}
