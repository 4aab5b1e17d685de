import { Option } from 'commander';
import type { Rules } from '../core/model.ts';
import { questionOptions, questionsNamed } from './question-flags.ts';

/** Flags of everything that prints a decision. */
export function decisionOptions(): Option[] {
  return [
    new Option('--title <text>', 'of the document, with --format markdown or adr'),
    new Option('--force', 'let --format adr write over a file that was edited'),
    ...drawOptions('10000 by default; 0 leaves it out'),
  ];
}

/** @param howMany draws when the flag is left out, in words */
export function drawOptions(howMany: string): Option[] {
  return [
    new Option('--samples <n>', `draws for the robustness, ${howMany}`),
    new Option('--seed <n>', 'of the draws, 1 by default; same seed, same bytes'),
  ];
}

const QUIET_ID = 'the id of the protocol alone; a format wins over it';
const QUIET_NOTHING = 'changes nothing: there is no word too many';

/** How the common flags of one command differ from those of the others. */
export interface CommonFlagsOptions {
  /** Whether it can write several formats in one run, each to its file. */
  readonly writesSeveral?: boolean;
  /** Whether it prints a decision: then `--quiet` leaves the id. */
  readonly decides?: boolean;
  /** What `--quiet` does, where that is neither an id of a protocol nor nothing. */
  readonly quietSays?: string;
}

/**
 * Flags that every command takes.
 *
 * @param formats that it can print, the default first
 */
export function commonOptions(
  formats: readonly string[],
  { writesSeveral, decides, quietSays = decides ? QUIET_ID : QUIET_NOTHING }: CommonFlagsOptions = {},
): Option[] {
  const says = `${formats.join(', ')}; ${formats[0]} by default`;
  const format = writesSeveral
    ? new Option('-f, --format <format[=file]>', `${says}; repeatable with =FILE`).argParser(collect)
    : new Option('-f, --format <format>', says);
  format.argChoices = [...formats];
  return [
    format,
    new Option('--json', 'the same as --format json'),
    new Option('-o, --output <file>', 'write there instead of to stdout'),
    new Option('-q, --quiet', quietSays),
    new Option('--rules <dir>', 'lay a rule pack over our rules; repeatable').argParser(collect),
    new Option('--no-project', 'leave wirewise.yaml and .wirewise/ here aside'),
    new Option('--color', 'colour even where it would not be'),
    new Option('--no-color', 'no colour'),
    new Option('--no-input', 'never ask'),
    new Option('--accessible', 'ask in plain numbered lines, for screen readers (or ACCESSIBLE=1)'),
  ];
}

/**
 * Flags of everything that takes answers: where they come from, and one for each question that is needed.
 *
 * @param declared the flags that the command has already
 * @param argv declares the flags that it names alone, where that does; absent: all
 */
export function answerOptions(rules: Rules, declared: readonly Option[], argv?: readonly string[]): Option[] {
  const sources = [
    new Option('-p, --preset <preset>', `typical answers: ${rules.presets.map(({ id }) => id).join(', ')}`),
    new Option('-a, --answers <file>', 'YAML or JSON; - for standard input'),
    new Option('--weight <criterion=n>', 'set the weight of a criterion; repeatable').argParser(collect),
    new Option('--must <criterion[=grade]>', 'demand a grade, 3 when left out; repeatable').argParser(collect),
    new Option('--all', 'rank the extended protocols, too'),
  ];
  const others = [...declared, ...sources];
  const questions = argv ? questionsNamed(rules.questions, argv, others) : rules.questions;
  return [...sources.map((option) => option.helpGroup('Where answers come from:')), ...questionOptions(questions)];
}

/** Of a flag that is repeatable. */
export function collect(text: string, earlier: readonly string[] = []): string[] {
  return [...earlier, text];
}

/** Words with commas between, and the flag repeatable besides. */
export function collectList(text: string, earlier: readonly string[] = []): string[] {
  return [...earlier, ...text.split(',').map((part) => part.trim())];
}
