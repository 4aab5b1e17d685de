/** Declares flags to commander, with the checks that hold for every flag. */
import { type Command, Option } from 'commander';
import type { Question } from '../../core/model.ts';
import { usageFailure } from '../errors.ts';
import { type AnswerFlags, type Flag, type Flags, flagName, formOf, type GivenAnswers } from '../options/flags.ts';

/** What of the flags to declare, and the words that are parsed. */
export interface Declaration {
  readonly argv: readonly string[];
  /** Only flags with these names, such as `--json`: declaring a flag takes time. All of them when left out. */
  readonly only?: ReadonlySet<string> | undefined;
}

/** Declares flags in their order; the options of commander get the names of the table. */
export function declareFlags(command: Command, flags: Flags, { argv, only }: Declaration): void {
  for (const [name, flag] of Object.entries(flags)) {
    command.setOptionValueWithSource(name, flag.absent, 'default');
    const options = flag.kind === 'answers' ? answerOptions(name, flag, only, argv) : optionsOf(name, flag, argv, only);
    for (const option of options) {
      if (flag.group !== undefined) option.helpGroup(flag.group);
      if (flag.isHidden || flag.isIdle) option.hideHelp();
      command.addOption(option);
    }
  }
}

function optionsOf(
  name: string,
  flag: Exclude<Flag, AnswerFlags>,
  argv: readonly string[],
  only: ReadonlySet<string> | undefined,
): Option[] {
  const long = flagName(name);
  const short = 'short' in flag && flag.short !== undefined ? `-${flag.short}` : '';
  if (only && ![`--${long}`, `--no-${long}`, short].some((form) => only.has(form))) return [];
  switch (flag.kind) {
    case 'switch': {
      const option = new Option(`${shortOf(flag)}--${flag.isNegative ? 'no-' : ''}${long}`, flag.says);
      return [flag.implies ? option.implies({ ...flag.implies }) : option];
    }
    case 'toggle':
      return [new Option(`--${long}`, flag.says).hideHelp(), new Option(`--no-${long}`, flag.saysNo)].filter(
        (option) => only === undefined || only.has(option.long ?? ''),
      );
    case 'value': {
      const option = new Option(`${shortOf(flag)}--${long} ${flag.value}`, flag.says);
      const texts: string[] = [];
      return [
        option.argParser((text: string) => {
          assertValue(text, option, argv);
          if (!flag.isRepeatable && texts[0] !== undefined) throw duplicate(long, texts[0], text);
          texts.push(text);
          return flag.read(texts, long);
        }),
      ];
    }
  }
}

function shortOf({ short }: { readonly short?: string }): string {
  return short === undefined ? '' : `-${short}, `;
}

/** All flags of questions add to one option, so that no question can collide with another option. */
class AnswerOption extends Option {
  readonly #attribute: string;

  constructor(attribute: string, form: string, says: string) {
    super(form, says);
    this.#attribute = attribute;
  }

  override attributeName(): string {
    return this.#attribute;
  }
}

function answerOptions(
  name: string,
  { questions }: AnswerFlags,
  only: ReadonlySet<string> | undefined,
  argv: readonly string[],
): Option[] {
  const isWanted = ({ id }: Question) => only === undefined || only.has(`--${id}`) || only.has(`--no-${id}`);
  return questions.filter(isWanted).flatMap((question) => {
    const { id, kind } = question;
    const { value, says } = formOf(question);
    const option = new AnswerOption(name, `--${id} ${value}`, says);
    const parse = (text: string, earlier: GivenAnswers): GivenAnswers => {
      assertValue(text, option, argv);
      const before = Object.hasOwn(earlier, id) ? earlier[id] : undefined;
      if (kind === 'choices') return { ...earlier, [id]: [...(before ?? []), ...splitList(text)] };
      if (before !== undefined) throw duplicate(id, String(before), text);
      return { ...earlier, [id]: text };
    };
    if (kind !== 'boolean') return [option.argParser(parse)];
    const negation = new AnswerOption(name, `--no-${id}`, '').preset('no').argParser(parse).hideHelp();
    return [option.preset('yes').argParser(parse), negation];
  });
}

function splitList(text: string): string[] {
  return text.split(',').map((part) => part.trim());
}

/** The form of a flag: `-q`, `--quiet`, `--rules=dir`. Numbers below 0 are none, nor is `-`. */
const FLAG = /^(-[a-z]|--[a-z][a-z0-9-]*(=.*)?)$/is;

/**
 * Refuses an empty value, which mostly comes from a variable that is not set, and a flag where a value has to be. Since
 * no value looks like a flag, `--rules` is that flag wherever it stands, whichever flags are declared.
 */
function assertValue(text: string, { flags, long }: Option, argv: readonly string[]): void {
  const form = flags.split(' ').at(-1);
  if (text === '') throw usageFailure([`Missing ${form} after ${long}: what stands there is empty.`]);
  // After `=` a value may look like a flag: then it is no word of its own.
  if (FLAG.test(text) && argv.includes(text)) {
    throw usageFailure([`Missing ${form} after ${long}: "${text}" is a flag. As a value: ${long}=${text}`]);
  }
}

function duplicate(flag: string, first: string, then: string) {
  return usageFailure([`Duplicate --${flag}: first "${first}", then "${then}". Keep one of them.`]);
}
