/** Flags that several commands have. */
import { FORMATS } from '../../report/formats.ts';
import {
  type Flags,
  idleWhere,
  negativeFlag,
  outputFlag,
  pathsFlag,
  switchFlag,
  type Toggle,
  textFlag,
  wholeNumberFlag,
} from './flags.ts';
import { formatFlag } from './values.ts';

const DECISION_FORMATS = Object.keys(FORMATS);
export const PLAIN_FORMATS = ['text', 'json'];
const QUIET_ID = 'print only the id of the protocol; --format overrides it';

/** The flags that say which rules decide. They are read before all others, because rules bring flags of their own. */
export const RULES_FLAGS = {
  rules: pathsFlag('<dir>', 'add a rule pack; repeatable'),
  project: negativeFlag('ignore wirewise.yaml and .wirewise/'),
} as const satisfies Flags;

const COLOR: Toggle = {
  kind: 'toggle',
  says: 'colour even where stdout is no terminal',
  saysNo: 'no colour (--color: always)',
  absent: undefined,
};

/** What a command does with the flags that every command accepts. */
interface CommonUse {
  /** What `--quiet` does; absent: nothing. */
  readonly quiet?: string;
  /** Whether it may ask. */
  readonly asks?: boolean;
  /** Whether its output has colours. */
  readonly paints?: boolean;
  /** Whether rules bear on its output. */
  readonly needsRules?: boolean;
}

/** Flags of every command, without those of its format. Flags that change nothing here are accepted, but not listed. */
export function generalFlags({ quiet, asks = false, paints = true, needsRules = true }: CommonUse) {
  return {
    json: switchFlag('the same as --format json'),
    output: outputFlag('<file>', 'write to a file instead of stdout', 'o'),
    quiet: idleWhere(quiet === undefined, switchFlag(quiet ?? '', 'q')),
    rules: idleWhere(!needsRules, RULES_FLAGS.rules),
    project: idleWhere(!needsRules, RULES_FLAGS.project),
    color: idleWhere(!paints, COLOR),
    input: idleWhere(!asks, negativeFlag('never ask')),
    accessible: idleWhere(!asks, switchFlag('plain lines for screen readers (or ACCESSIBLE=1)')),
  };
}

/** Flags of a command that prints one format. With a single format, `--format` and `--json` change nothing. */
export function commonFlags(formats: readonly string[] = PLAIN_FORMATS, use: CommonUse = {}) {
  const { json, ...general } = generalFlags(use);
  const isSingle = formats.length === 1;
  return {
    format: idleWhere(isSingle, formatFlag(formats)),
    json: { ...idleWhere(isSingle, json), implies: { format: 'json' } },
    ...general,
  };
}

/** Flags of a command that prints a decision. */
export function decisionFlags(asks: boolean) {
  return {
    ...commonFlags(DECISION_FORMATS, { quiet: QUIET_ID, asks }),
    title: textFlag('<text>', 'title of the document, with --format markdown or adr'),
    force: switchFlag('with --format adr: overwrite a file that was edited'),
    live: switchFlag('with --format html: a button to try other answers'),
    ...sampleFlags('none by default'),
  };
}

export function sampleFlags(byDefault: string) {
  const absent = undefined;
  return {
    samples: wholeNumberFlag(`number of robustness samples (${byDefault})`, { absent, least: 0, most: 1_000_000 }),
    seed: wholeNumberFlag('seed of the samples (default 1)', { absent, least: 0, most: 2 ** 32 - 1 }),
  };
}
