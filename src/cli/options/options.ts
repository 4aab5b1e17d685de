/** Every flag of every command, and the record of options that a command gets. To add a flag, add it here. */
import { DEFAULT_ROBUSTNESS } from '../../core/decide.ts';
import type { Rules } from '../../core/model.ts';
import type { RobustnessOptions } from '../../core/robustness/robustness.ts';
import { CHECK_FORMATS } from '../../report/check/formats.ts';
import { FORMATS } from '../../report/formats.ts';
import {
  type AnswerFlags,
  choiceFlag,
  type Flags,
  listFlag,
  listFlags,
  negativeFlag,
  type OptionsOf,
  outputFlag,
  switchFlag,
  type Toggle,
  textFlag,
  wholeNumberFlag,
} from './flags.ts';
import { formatFlag, outputsFlag, proseFlag, settingsFlag } from './values.ts';

/** What the flags depend on: names of presets, and one flag for each question. */
export type FlagRules = Pick<Rules, 'presets' | 'questions'>;

const DECISION_FORMATS = Object.keys(FORMATS);
const PLAIN_FORMATS = ['text', 'json'];
const QUIET_ID = 'the id of the protocol alone; a format wins over it';
const QUIET_NOTHING = 'changes nothing here';

/** The flags that say which rules decide. They are read before all others, because rules bring flags of their own. */
export const RULES_FLAGS = {
  rules: listFlag('<dir>', 'lay a rule pack over our rules; repeatable'),
  project: negativeFlag('leave wirewise.yaml and .wirewise/ here aside'),
} as const satisfies Flags;

const COLOR: Toggle = {
  kind: 'toggle',
  says: 'colour even where it would not be',
  saysNo: 'no colour',
  absent: undefined,
};

/** Flags of every command, without those of its format. */
function generalFlags(quietSays = QUIET_NOTHING) {
  return {
    json: switchFlag('the same as --format json'),
    output: outputFlag('<file>', 'write there instead of to stdout', 'o'),
    quiet: switchFlag(quietSays, 'q'),
    ...RULES_FLAGS,
    color: COLOR,
    input: negativeFlag('never ask'),
    accessible: switchFlag('ask in plain numbered lines, for screen readers (or ACCESSIBLE=1)'),
  };
}

/** Flags of a command that prints one format. */
function commonFlags(formats: readonly string[] = PLAIN_FORMATS, quietSays?: string) {
  const general = generalFlags(quietSays);
  return { format: formatFlag(formats), ...general, json: { ...general.json, implies: { format: 'json' } } };
}

/** Flags of a command that prints a decision. */
function decisionFlags() {
  return {
    ...commonFlags(DECISION_FORMATS, QUIET_ID),
    title: textFlag('<text>', 'of the document, with --format markdown or adr'),
    force: switchFlag('let --format adr write over a file that was edited'),
    ...sampleFlags('10000 by default; 0 leaves it out'),
  };
}

function sampleFlags(byDefault: string) {
  const absent = undefined;
  const says = 'of the draws, 1 by default; same seed, same bytes';
  return {
    samples: wholeNumberFlag(`draws for the robustness, ${byDefault}`, { absent, least: 0, most: 1_000_000 }),
    seed: wholeNumberFlag(says, { absent, least: 0, most: 2 ** 32 - 1 }),
  };
}

/** Flags of a command that takes answers: the sources of answers, and a flag for each question. */
function answerFlags({ presets, questions }: FlagRules) {
  const group = 'Where answers come from:';
  const ids = presets.map(({ id }) => id).join(', ');
  const answers: AnswerFlags = { kind: 'answers', says: '', absent: {}, questions, group: 'Answers:' };
  return {
    preset: { ...textFlag('<preset>', `typical answers: ${ids}`, 'p'), group },
    answers: { ...textFlag('<file>', 'YAML or JSON; - for standard input', 'a'), group },
    weight: { ...listFlag('<criterion=n>', 'set the weight of a criterion; repeatable'), group },
    must: { ...listFlag('<criterion[=grade]>', 'demand a grade, 3 when left out; repeatable'), group },
    core: { ...switchFlag('rank the six core protocols alone'), group },
    // All protocols are ranked by default; scripts of 0.1.0 still ask for it.
    all: { ...switchFlag('changes nothing: all protocols are ranked'), group, isHidden: true },
    given: answers,
  };
}

/** The flags of each command, in the order of its help. `wizard` is the program without a command. */
export const COMMAND_FLAGS = {
  wizard: (rules: FlagRules) => {
    // The help of the program does not list the questions: they are in that of `recommend`.
    const { preset, answers, weight, must, core, all, given } = answerFlags(rules);
    return {
      ...decisionFlags(),
      preset: { ...preset, isHidden: true },
      answers: { ...answers, isHidden: true },
      weight: { ...weight, isHidden: true },
      must: { ...must, isHidden: true },
      core: { ...core, isHidden: true },
      all,
      given: { ...given, isHidden: true },
    };
  },
  recommend: (rules: FlagRules) => ({
    from: textFlag('<file>', 'render a decision saved as JSON instead of deciding; - for standard input'),
    ...decisionFlags(),
    ...answerFlags(rules),
  }),
  matrix: () => ({
    notes: switchFlag('show the reasons, and what the well-known cheat sheet says wrongly'),
    criteria: choiceFlag(['table', 'all'], 'table (the nine rows) or all', 'table'),
    all: switchFlag('the extended protocols, too'),
    ...commonFlags(),
  }),
  explain: (rules: FlagRules) => ({
    criterion: textFlag('<criterion>', 'explain a criterion instead'),
    mistake: textFlag('<mistake>', 'explain a mistake instead'),
    ...commonFlags(),
    ...sampleFlags('none by default'),
    ...answerFlags(rules),
  }),
  compare: (rules: FlagRules) => ({ ...commonFlags(), ...answerFlags(rules) }),
  snippet: (rules: FlagRules) => ({
    role: choiceFlag(['client', 'server'], 'client, the default, or server', 'client'),
    variant: textFlag('<product>', 'for another product, such as azure-service-bus or ibm-mq'),
    set: settingsFlag('fill a place of the program, such as endpoint; repeatable'),
    out: textFlag('<dir>', 'write a project there: program, manifest, README, broker'),
    force: switchFlag('with --out: write over files that exist'),
    dryRun: switchFlag('with --out: list the files, write none'),
    ...commonFlags(),
    ...answerFlags(rules),
  }),
  proxy: () => ({
    server: textFlag('<server>', 'nginx, haproxy, envoy, alb or apache'),
    set: settingsFlag('fill a place, such as idle or backend; repeatable'),
    ...commonFlags(),
  }),
  lab: () => ({
    messages: wholeNumberFlag('each way, 200 by default', { absent: 200, least: 1, most: 100_000 }),
    bytes: wholeNumberFlag('of one message, 100 by default', { absent: 100, least: 1, most: 1_000_000 }),
    protocols: textFlag('<protocols>', 'only these, with commas between'),
    ...commonFlags(PLAIN_FORMATS, 'no progress bar'),
  }),
  batch: (rules: FlagRules) => ({
    ...sampleFlags('none by default, for speed'),
    ...commonFlags(['json'], 'of each decision the id of the protocol alone'),
    ...answerFlags(rules),
  }),
  check: () => ({ format: outputsFlag(Object.keys(CHECK_FORMATS)), ...generalFlags('tell failures alone') }),
  record: (rules: FlagRules) => ({
    name: proseFlag('what is decided, in a few words', { longest: 200, isMultiline: false }),
    why: proseFlag('whatever the team wants to remember', { longest: 4000, isMultiline: true }),
    decision: textFlag('<protocol>', 'the one that you take; the recommended one by default'),
    accept: listFlag('<mistakes>', 'warnings that you have read and accept, with commas between', ','),
    force: switchFlag('with --output: write over a file that exists'),
    ...commonFlags(['yaml', 'json']),
    ...answerFlags(rules),
  }),
  rules: () => ({
    origin: switchFlag('show: the layer and pack of every part'),
    out: textFlag('<dir>', 'new: the folder of the pack, here when left out'),
    records: listFlag('<file>', 'diff: recorded decisions, too: file, folder or glob; repeatable'),
    ...commonFlags(),
  }),
  schema: () => ({
    draft: choiceFlag(['2020-12', '7'], '2020-12, the default, or 7', '2020-12'),
    file: textFlag('<kind>', 'with rules: one kind of file, such as protocol'),
    ...commonFlags(),
  }),
  completion: () => commonFlags(),
  skill: () => commonFlags(),
  complete: () => commonFlags(),
} as const satisfies Readonly<Record<string, (rules: FlagRules) => Flags>>;

export type CommandName = keyof typeof COMMAND_FLAGS;

/** The options of one command: what its flags say, parsed. */
export type Options<Name extends CommandName> = OptionsOf<ReturnType<(typeof COMMAND_FLAGS)[Name]>>;

export type CommonOptions = Options<'completion'>;
export type DecisionOptions = OptionsOf<ReturnType<typeof decisionFlags>>;
export type AnswerOptions = OptionsOf<ReturnType<typeof answerFlags>>;

/**
 * The settings of the robustness; `false` for no samples.
 *
 * @param byDefault how many samples without `--samples`
 */
export function robustnessOf(
  options: Pick<DecisionOptions, 'samples' | 'seed'>,
  byDefault: number = DEFAULT_ROBUSTNESS.samples,
): RobustnessOptions | false {
  const { samples = byDefault, seed = DEFAULT_ROBUSTNESS.seed } = options;
  return samples === 0 ? false : { samples, seed };
}

/**
 * Names that the flags of commands take, which a rule pack cannot use for a question.
 *
 * @param builtIn its questions have such names where no command takes both: `server` is also a flag of `proxy`
 */
export function reservedNames(builtIn: Pick<Rules, 'questions'>): string[] {
  const none: FlagRules = { presets: [], questions: [] };
  const flags = Object.values(COMMAND_FLAGS).flatMap((of) => listFlags(of(none)).flatMap(({ names }) => names));
  const names = [...flags, '--help', '--version'].flatMap((flag) => /^--(?:no-)?(.+)/.exec(flag)?.[1] ?? []);
  return [...new Set(names)].filter((name) => builtIn.questions.every(({ id }) => id !== name));
}
