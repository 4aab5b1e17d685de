import { usageFailure } from '../errors.ts';
import type { OptionValues } from '../program/question-flags.ts';

/** What commands without a report of their own can print. */
export const PLAIN_FORMATS: readonly string[] = ['text', 'json'];

/** The format that `--json` or `--format` asks for; the first of those allowed when neither does. */
export function formatOf(options: OptionValues, allowed: readonly string[]): string {
  const { format } = options;
  if (options['json'] === true) {
    if (typeof format !== 'string' || format === 'json') return 'json';
    throw usageFailure([`Duplicate format: "json", by --json, and "${format}". Keep one of them.`]);
  }
  if (format === undefined) return allowed[0] ?? 'text';
  if (typeof format === 'string' && allowed.includes(format)) return format;
  throw usageFailure([`Unknown format "${format}". Expected ${allowed.join(', ')}.`]);
}

/** Whether to print the data itself instead of text about it. */
export function wantsJson(options: OptionValues): boolean {
  return formatOf(options, PLAIN_FORMATS) === 'json';
}
