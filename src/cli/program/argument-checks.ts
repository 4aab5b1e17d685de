/** Checks of a command line that no single flag can make. */
import type { Command } from 'commander';
import type { Question } from '../../core/model.ts';
import { usageFailure } from '../errors.ts';

/** Refuses `--json` with another format. */
export function checkFormat({ json, format }: Readonly<Record<string, unknown>>): void {
  if (json !== true || typeof format !== 'string' || format === 'json') return;
  throw usageFailure([`Duplicate format: "json", by --json, and "${format}". Keep one of them.`]);
}

/** Refuses more words than the command takes, and empty ones: an empty folder would mean the working directory. */
export function checkWords(command: Command, questions: readonly Question[]): void {
  const places = command.registeredArguments;
  if (!places.at(-1)?.variadic && command.args.length > places.length) throw excessWords(command, questions);
  const at = command.args.indexOf('');
  const place = places[at] ?? places.at(-1);
  if (at >= 0 && place) throw usageFailure([`Missing <${place.name()}>: what stands there is empty.`]);
}

function excessWords(command: Command, questions: readonly Question[]) {
  const asList = questions.flatMap((question) => writtenWithCommas(question, command));
  if (asList.length > 0) return usageFailure(asList);
  const places = command.registeredArguments;
  const excess = command.args.slice(places.length).map((word) => JSON.stringify(word));
  const takes = places.length === 0 ? 'no word but flags' : places.map((place) => `<${place.name()}>`).join(' ');
  return usageFailure([
    `Unexpected ${excess.join(', ')}. ${command.name()} takes ${takes}; a value with spaces needs quotes. Run with --help for the flags.`,
  ]);
}

/** For a list of answers that was typed with spaces instead of commas: how to type it. */
function writtenWithCommas({ id, kind, options }: Question, command: Command): string[] {
  const given: unknown = command.getOptionValue('given')?.[id];
  const stray = command.args.filter((word) => options.some(({ value }) => value === word));
  if (kind !== 'choices' || !Array.isArray(given) || stray.length === 0) return [];
  // `browser, device` leaves an empty value behind its comma.
  const meant = [...given, ...stray].filter((value) => value !== '');
  return [`Expected commas, and no spaces, between the values of --${id}: --${id} ${meant.join(',')}`];
}
