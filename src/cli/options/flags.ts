/** Flags as data. `options.ts` lists them; `program/` declares them to commander and reads them. */
import type { Question } from '../../core/model.ts';
import { expectedNames } from '../../text/did-you-mean.ts';
import { clamp } from '../../text/lists.ts';
import { usageFailure } from '../errors.ts';

interface AnyFlag<Value> {
  /** What the help says. */
  readonly says: string;
  /** The option's value where the flag is not given. */
  readonly absent: Value;
  /** The heading of the help under which the flag is listed; `Options:` by default. */
  readonly group?: string;
  /** The help does not list it; completion does. */
  readonly isHidden?: boolean;
  /** It is accepted and changes nothing here: neither help nor completion lists it. */
  readonly isIdle?: boolean;
}

/** `--all`. With `isNegative` the option `input` is the flag `--no-input`, which makes it false. */
export interface Switch extends AnyFlag<boolean> {
  readonly kind: 'switch';
  readonly short?: string;
  readonly isNegative?: boolean;
  /** Options that it sets where their own flags are not given. */
  readonly implies?: Readonly<Record<string, string>>;
}

/** `--color` and `--no-color`; `undefined` where neither is given. */
export interface Toggle extends AnyFlag<boolean | undefined> {
  readonly kind: 'toggle';
  /** What the help says about the `--no-` form. */
  readonly saysNo: string;
}

/** `--output <file>`: a flag with a value. */
export interface ValueFlag<Value> extends AnyFlag<Value> {
  readonly kind: 'value';
  readonly short?: string;
  /** The name of the value, in commander's notation: `<file>`. Completion goes by it. */
  readonly value: string;
  /** Whether the flag may be given more than once. */
  readonly isRepeatable: boolean;
  /** Values that completion offers, where `value` does not tell. */
  readonly choices?: readonly string[];
  /**
   * @param texts what was typed, once for each time that the flag is given
   * @param flag its long name, for messages
   * @throws Failure when a text is not acceptable
   */
  read(texts: readonly string[], flag: string): Value;
}

/** What was typed after the flags of the questionnaire, by question; `checkAnswers` checks it. */
export type GivenAnswers = Readonly<Record<string, string | readonly string[]>>;

/** One flag for each question, which together make one option. */
export interface AnswerFlags extends AnyFlag<GivenAnswers> {
  readonly kind: 'answers';
  readonly questions: readonly Question[];
}

export type Flag<Value = unknown> = ValueFlag<Value> | Switch | Toggle | AnswerFlags;

/** The flags of a command by the names of their options: `dryRun` is the flag `--dry-run`. */
export type Flags = Readonly<Record<string, Flag>>;

/** What a command gets: the value of each of its flags. */
export type OptionsOf<Table extends Flags> = { readonly [Name in keyof Table]: Table[Name]['absent'] };

export function switchFlag(says: string, short?: string): Switch {
  return { kind: 'switch', says, absent: false, ...(short !== undefined && { short }) };
}

/** `--no-name`, for an option that is true without it. */
export function negativeFlag(says: string): Switch {
  return { kind: 'switch', says, absent: true, isNegative: true };
}

/** The flag, kept out of help and completion where it changes nothing. */
export function idleWhere<One extends Flag>(isIdle: boolean, flag: One): One {
  return isIdle ? { ...flag, isIdle } : flag;
}

/** A text as it was typed. */
export function textFlag(value: string, says: string, short?: string): ValueFlag<string | undefined> {
  return singleFlag(value, says, undefined, (text) => text, short);
}

/** The name of a file to write to; `-` is stdout, as if the flag were not given. */
export function outputFlag(value: string, says: string, short?: string): ValueFlag<string | undefined> {
  return singleFlag(value, says, undefined, (text, flag) => (text === '-' ? undefined : asPath(text, flag)), short);
}

/**
 * Refuses a path that ends in a line end. A command in a report may name the path, and there it would end the line.
 *
 * @param flag its long name, for the message
 */
function asPath(text: string, flag: string): string {
  if (/[\r\n]$/.test(text))
    throw usageFailure([`Unexpected line end at the end of what follows --${flag}. Remove it.`]);
  return text;
}

/** The names of files or folders; repeatable. */
export function pathsFlag(value: string, says: string): ValueFlag<readonly string[]> {
  const read = (texts: readonly string[], flag: string) => texts.map((text) => asPath(text, flag));
  return { kind: 'value', value, says, absent: [], isRepeatable: true, read };
}

/** Repeatable; with `separator` each text may hold several values. */
export function listFlag(value: string, says: string, separator?: string): ValueFlag<readonly string[]> {
  const parts = (text: string) => (separator === undefined ? [text] : text.split(separator).map((part) => part.trim()));
  return { kind: 'value', value, says, absent: [], isRepeatable: true, read: (texts) => texts.flatMap(parts) };
}

/** One of a few words; `absent` may be `undefined`. */
export function choiceFlag<const Choice extends string, const Absent extends NoInfer<Choice> | undefined>(
  choices: readonly Choice[],
  says: string,
  absent: Absent,
): ValueFlag<Choice | Absent> {
  return singleFlag<Choice | Absent>(`<${choices.join('|')}>`, says, absent, (text, flag) => {
    const choice = choices.find((one) => one === text);
    if (choice !== undefined) return choice;
    throw usageFailure([`Unknown ${flag} "${text}".${expectedNames(text, choices)}`]);
  });
}

/** A whole number from `least` to `most`. */
export function wholeNumberFlag<Absent extends number | undefined>(
  says: string,
  { absent, least, most }: { readonly absent: Absent; readonly least: number; readonly most: number },
): ValueFlag<number | Absent> {
  return singleFlag<number | Absent>('<n>', says, absent, (text, flag) => {
    const value = toNumber(text);
    if (value !== undefined && Number.isInteger(value) && clamp(value, least, most) === value) return value;
    throw usageFailure([`Expected a whole number from ${least} to ${most} after --${flag}, got "${text}".`]);
  });
}

/** A flag with one value, which is read by `read`. */
export function singleFlag<Value>(
  value: string,
  says: string,
  absent: Value,
  read: (text: string, flag: string) => Value,
  short?: string,
): ValueFlag<Value> {
  const readOne = ([text]: readonly string[], flag: string) => (text === undefined ? absent : read(text, flag));
  return {
    kind: 'value',
    value,
    says,
    absent,
    isRepeatable: false,
    read: readOne,
    ...(short !== undefined && { short }),
  };
}

/** A plain decimal number, or `undefined`: "500ms", "0x10" and "" are refused. */
export function toNumber(text: string): number | undefined {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
}

/** `dryRun` → `dry-run`. */
export function flagName(option: string): string {
  return option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** A flag as completion, the help and messages show it: one name, one description. */
export interface ListedFlag {
  /** Its forms: `-o`, `--output`. */
  readonly names: readonly string[];
  readonly says: string;
  /** The name of its value, in commander's notation; absent for a flag without one. */
  readonly value?: string;
  readonly choices?: readonly string[];
  /** The question that it answers. */
  readonly question?: Question;
  /** See {@link AnyFlag}. */
  readonly isIdle?: boolean;
}

/** Every flag of a command in the order of the help. The `--no-` forms of questions are left out, as in the help. */
export function listFlags(flags: Flags): ListedFlag[] {
  return Object.entries(flags).flatMap(([option, flag]) =>
    listed(flagName(option), flag).map((one) => (flag.isIdle ? { ...one, isIdle: true } : one)),
  );
}

function listed(name: string, flag: Flag): ListedFlag[] {
  switch (flag.kind) {
    case 'switch':
      return [{ names: [...shortOf(flag), `--${flag.isNegative ? 'no-' : ''}${name}`], says: flag.says }];
    case 'toggle':
      return [
        { names: [`--${name}`], says: flag.says },
        { names: [`--no-${name}`], says: flag.saysNo },
      ];
    case 'value': {
      const { value, says, choices } = flag;
      return [{ names: [...shortOf(flag), `--${name}`], says, value, ...(choices && { choices }) }];
    }
    case 'answers':
      return flag.questions.map((question) => ({ ...formOf(question), names: [`--${question.id}`], question }));
  }
}

function shortOf({ short }: { readonly short?: string }): string[] {
  return short === undefined ? [] : [`-${short}`];
}

/** How the flag of a question is listed. */
export function formOf({ kind, asks, unit, options }: Question): { readonly value: string; readonly says: string } {
  const values = () => options.map(({ value }) => String(value)).join(', ');
  switch (kind) {
    case 'boolean':
      return { value: '[yes|no]', says: asks };
    case 'number':
      return { value: '<number>', says: unit ? `${asks} [${unit}]` : asks };
    case 'choice':
      return { value: '<value>', says: `${asks} One of ${values()}` };
    case 'choices':
      return { value: '<values>', says: `${asks} Some of ${values()}, with commas between` };
  }
}
