import type { Rules } from '../../core/model.ts';
import type { Flag } from './flags.ts';
import { questionFlags } from './question-flags.ts';

/** Flags of everything that prints a decision. */
export function decisionFlags(): Flag[] {
  return [
    { form: '--title <text>', says: 'of the document, with --format markdown or adr' },
    { form: '--force', says: 'let --format adr write over a file that was edited' },
    ...drawFlags('10000 by default; 0 leaves it out'),
  ];
}

/** @param howMany draws when the flag is left out, in words */
export function drawFlags(howMany: string): Flag[] {
  return [
    { form: '--samples <n>', says: `draws for the robustness, ${howMany}` },
    { form: '--seed <n>', says: 'of the draws, 1 by default; same seed, same bytes' },
  ];
}

const QUIET_ID = 'the id of the protocol alone; a format wins over it';
const QUIET_NOTHING = 'changes nothing here';

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
export function commonFlags(
  formats: readonly string[],
  { writesSeveral, decides, quietSays = decides ? QUIET_ID : QUIET_NOTHING }: CommonFlagsOptions = {},
): Flag[] {
  const says = `${formats.join(', ')}; ${formats[0]} by default`;
  const format: Flag = writesSeveral
    ? { form: '-f, --format <format[=file]>', says: `${says}; repeatable with =FILE`, gathers: 'values' }
    : { form: '-f, --format <format>', says };
  return [
    { ...format, choices: formats },
    { form: '--json', says: 'the same as --format json' },
    { form: '-o, --output <file>', says: 'write there instead of to stdout' },
    { form: '-q, --quiet', says: quietSays },
    { form: '--rules <dir>', says: 'lay a rule pack over our rules; repeatable', gathers: 'values' },
    { form: '--no-project', says: 'leave wirewise.yaml and .wirewise/ here aside' },
    { form: '--color', says: 'colour even where it would not be' },
    { form: '--no-color', says: 'no colour' },
    { form: '--no-input', says: 'never ask' },
    { form: '--accessible', says: 'ask in plain numbered lines, for screen readers (or ACCESSIBLE=1)' },
  ];
}

/** Flags of everything that takes answers: where they come from, and one for each question. */
export function answerFlags(rules: Rules): Flag[] {
  const group = 'Where answers come from:';
  const presets = rules.presets.map(({ id }) => id).join(', ');
  return [
    { form: '-p, --preset <preset>', says: `typical answers: ${presets}`, group },
    { form: '-a, --answers <file>', says: 'YAML or JSON; - for standard input', group },
    { form: '--weight <criterion=n>', says: 'set the weight of a criterion; repeatable', gathers: 'values', group },
    {
      form: '--must <criterion[=grade]>',
      says: 'demand a grade, 3 when left out; repeatable',
      gathers: 'values',
      group,
    },
    { form: '--all', says: 'rank the extended protocols, too', group },
    ...questionFlags(rules.questions),
  ];
}
