import type { Command, Option } from 'commander';
import type { Question } from '../../core/model.ts';
import { usageFailure } from '../errors.ts';

/**
 * A flag with one value that is given twice is a slip: which one was meant? Flags that gather values, which have a
 * parser of their own, are left alone, and so are bare switches.
 */
export function refuseRepeatedFlags(command: Command): void {
  const values = new Map<string, string>();
  for (const option of command.options.filter((candidate) => isSingle(candidate, command))) {
    command.on(`option:${option.name()}`, (value: string | null) => {
      const said = option.negate ? 'no' : (value ?? 'yes');
      const earlier = values.get(option.attributeName());
      values.set(option.attributeName(), said);
      if (earlier === undefined) return;
      const flag = `--${option.name().replace(/^no-/, '')}`;
      throw usageFailure([`Duplicate ${flag}: first "${earlier}", then "${said}". Keep one of them.`]);
    });
  }
}

/** Mostly a variable of a script that is not set: a guess would write or read somewhere. */
export function refuseEmptyValues(command: Command): void {
  for (const option of command.options.filter(({ required }) => required)) {
    command.on(`option:${option.name()}`, (value: string) => {
      const form = option.flags.split(' ').at(-1);
      if (value === '') throw usageFailure([`Missing ${form} after --${option.name()}: what stands there is empty.`]);
    });
  }
}

/** It takes one value, or is the `--no-` form of such a flag. */
function isSingle(option: Option, command: Command): boolean {
  if (option.parseArg) return false;
  if (option.required || option.optional) return true;
  return option.negate && command.options.some((other) => !other.negate && other.optional && sameValue(other, option));
}

function sameValue(one: Option, other: Option): boolean {
  return one.attributeName() === other.attributeName();
}

/** The same of words: an empty one would stand for the working directory. */
export function refuseEmptyWords({ args, registeredArguments }: Command): void {
  const at = args.indexOf('');
  const place = registeredArguments[at] ?? registeredArguments.at(-1);
  if (at >= 0 && place) throw usageFailure([`Missing <${place.name()}>: what stands there is empty.`]);
}

/** More words than the command takes: often a list that was written without commas. */
export function refuseExcessWords(command: Command, questions: readonly Question[]): void {
  const places = command.registeredArguments;
  if (places.at(-1)?.variadic || command.args.length <= places.length) return;
  const asList = questions.flatMap((question) => writtenWithCommas(question, command));
  if (asList.length > 0) throw usageFailure(asList);
  const excess = command.args.slice(places.length).map((word) => JSON.stringify(word));
  const takes = places.length === 0 ? 'no word but flags' : places.map((place) => `<${place.name()}>`).join(' ');
  throw usageFailure([
    `Unexpected ${excess.join(', ')}. ${command.name()} takes ${takes}; a value with spaces needs quotes. Run with --help for the flags.`,
  ]);
}

function writtenWithCommas({ id, kind, options }: Question, command: Command): string[] {
  const flag = command.options.find(({ long }) => long === `--${id}`);
  const given: unknown = flag && command.opts()[flag.attributeName()];
  const stray = command.args.filter((word) => options.some(({ value }) => value === word));
  if (kind !== 'choices' || !Array.isArray(given) || stray.length === 0) return [];
  // `browser, device` leaves an empty value behind its comma.
  const meant = [...given, ...stray].filter((value) => value !== '');
  return [`Expected commas, and no spaces, between the values of --${id}: --${id} ${meant.join(',')}`];
}
