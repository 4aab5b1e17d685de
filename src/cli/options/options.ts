/** Every flag of every command, and the record of options that a command gets. To add a flag, add it here. */
import { DEFAULT_ROBUSTNESS } from '../../core/decide.ts';
import type { Rules } from '../../core/model.ts';
import type { RobustnessOptions } from '../../core/robustness/robustness.ts';
import { PREFERENCES } from '../../core/system/system.ts';
import { DECISION_FIELDS } from '../../documents/decision-fields.ts';
import { SYSTEM_FIELDS } from '../../documents/system/decision-fields.ts';
import { CHECK_FORMATS } from '../../report/check/formats.ts';
import { SYSTEM_FORMATS } from '../../report/system/formats.ts';
import { commonFlags, decisionFlags, generalFlags, PLAIN_FORMATS, sampleFlags } from './common-flags.ts';
import {
  type AnswerFlags,
  choiceFlag,
  type Flag,
  type Flags,
  idleWhere,
  listFlag,
  listFlags,
  negativeFlag,
  type OptionsOf,
  switchFlag,
  textFlag,
  wholeNumberFlag,
} from './flags.ts';
import { fieldsFlag, outputsFlag, proseFlag, settingsFlag } from './values.ts';

/** What the flags depend on: names of presets, and one flag for each question. */
export type FlagRules = Pick<Rules, 'presets' | 'questions'>;

/** The heading of the sources of answers in a help. */
const ANSWERS_GROUP = 'Where answers come from:';

/** Flags of a command that takes answers: the sources of answers, and a flag for each question. */
function answerFlags({ presets, questions }: FlagRules) {
  const group = ANSWERS_GROUP;
  const [{ id = '' } = {}] = presets;
  // The questions are listed once, by `wirewise help answers`.
  const given: AnswerFlags = { kind: 'answers', says: '', absent: {}, questions, isHidden: true };
  return {
    preset: { ...textFlag('<preset>', `typical answers, such as ${id}`, 'p'), group },
    answers: { ...textFlag('<file>', 'answers, a record or a saved decision; - for stdin', 'a'), group },
    weight: { ...listFlag('<criterion=n>', 'set the weight of a criterion; repeatable'), group },
    must: { ...listFlag('<criterion[=grade]>', 'require a grade (default 3); repeatable'), group },
    core: { ...switchFlag('rank the six core protocols only'), group },
    // All protocols are ranked by default; scripts of 0.1.0 still ask for it.
    all: idleWhere(true, switchFlag('')),
    given,
  };
}

/** The flags of a table, left out of the help. */
function hidden<Table extends Flags>(flags: Table): Table {
  const table: Record<string, Flag> = {};
  for (const [name, flag] of Object.entries(flags)) table[name] = { ...flag, isHidden: true };
  return { ...flags, ...table };
}

/** The flags of each command, in the order of its help. `wizard` is the program without a command. */
export const COMMAND_FLAGS = {
  wizard: (rules: FlagRules) => {
    // The help of the program is an overview: it lists few of the flags that work here, too.
    const { format, output, rules: packs, accessible, ...others } = { ...decisionFlags(true), ...answerFlags(rules) };
    return { format, output, rules: packs, accessible, ...hidden(others) };
  },
  recommend: (rules: FlagRules) => ({
    from: textFlag('<file>', 'render a saved decision instead of deciding; - for stdin'),
    fields: fieldsFlag(),
    starter: negativeFlag('leave out the starter program'),
    ...decisionFlags(false),
    ...answerFlags(rules),
  }),
  precedents: (rules: FlagRules) => ({
    protocol: textFlag('<protocol>', 'only decisions that chose this protocol'),
    limit: wholeNumberFlag('how many to list, 10 by default', { absent: 10, least: 1, most: 10_000 }),
    ...commonFlags(),
    ...answerFlags(rules),
  }),
  explore: (rules: FlagRules) => ({
    ...commonFlags(['html'], { quiet: 'do not report the file that was written', paints: false }),
    ...answerFlags(rules),
  }),
  matrix: () => ({
    notes: switchFlag('show the reasons, and corrections of older claims'),
    criteria: choiceFlag(['table', 'all'], 'table (the nine rows, default) or all', 'table'),
    all: switchFlag('all protocols, not only the six core ones'),
    ...commonFlags(),
  }),
  explain: (rules: FlagRules) => ({
    criterion: textFlag('<criterion>', 'explain a criterion instead'),
    mistake: textFlag('<mistake>', 'explain a mistake instead'),
    ...sampleFlags('default 10000, 0 = skip'),
    ...commonFlags(),
    ...sampleFlags('none by default'),
    ...answerFlags(rules),
  }),
  compare: (rules: FlagRules) => ({ ...commonFlags(), ...answerFlags(rules) }),
  snippet: (rules: FlagRules) => ({
    role: choiceFlag(['client', 'server'], 'client (default) or server', 'client'),
    variant: textFlag(
      '<product>',
      'for another product or framework: azure-service-bus, core, express, fastapi, fastify, ibm-mq, post-requests or react',
    ),
    set: settingsFlag('set a value of the program, such as endpoint; repeatable'),
    minimal: switchFlag('the shortest form, about ten lines: an example, not for production'),
    out: textFlag('<dir>', 'write a project: program, manifest, README, broker'),
    force: switchFlag('with --out: overwrite files that exist'),
    dryRun: switchFlag('with --out: list the files, write none'),
    ...commonFlags(PLAIN_FORMATS, { paints: false }),
    ...answerFlags(rules),
  }),
  proxy: () => ({
    server: textFlag('<server>', 'nginx, haproxy, caddy, apache, envoy or alb'),
    set: settingsFlag('set a value, such as idle or backend; repeatable'),
    ...commonFlags(PLAIN_FORMATS, { paints: false, needsRules: false }),
  }),
  lab: () => ({
    messages: wholeNumberFlag('messages each way (default 200)', { absent: 200, least: 1, most: 100_000 }),
    bytes: wholeNumberFlag('bytes of one message (default 100)', { absent: 100, least: 1, most: 1_000_000 }),
    protocols: textFlag('<protocols>', 'only these, separated by commas'),
    ...commonFlags(PLAIN_FORMATS, { quiet: 'no progress bar' }),
  }),
  system: () => ({
    prefer: choiceFlag(PREFERENCES, 'balanced (default), fewest things to run, or best fit', 'balanced'),
    new: switchFlag('write a commented example that runs unchanged'),
    core: switchFlag('rank the six core protocols only'),
    ...commonFlags(Object.keys(SYSTEM_FORMATS), { quiet: 'print only a line "leg: protocol" for each leg' }),
    title: textFlag('<text>', 'title of the document, with --format markdown or adr'),
    force: switchFlag('with --format adr or --new: overwrite a file that was edited'),
  }),
  batch: (rules: FlagRules) => ({
    fields: fieldsFlag([...new Set([...DECISION_FIELDS, ...SYSTEM_FIELDS])]),
    ...sampleFlags('none by default'),
    ...commonFlags(['json'], { quiet: 'print only the protocol of each line, as JSON', paints: false }),
    ...answerFlags(rules),
  }),
  check: () => ({
    format: outputsFlag(Object.keys(CHECK_FORMATS)),
    ...generalFlags({ quiet: 'report failures only' }),
  }),
  record: (rules: FlagRules) => ({
    name: proseFlag('what is decided, in a few words', { longest: 200, isMultiline: false }),
    why: proseFlag('notes of the team', { longest: 4000, isMultiline: true }),
    system: textFlag('<file>', 'record a system; --decision is then LEG=PROTOCOL, with commas'),
    prefer: choiceFlag(PREFERENCES, 'with --system: which assignment (default balanced)', undefined),
    decision: textFlag('<protocol>', 'the protocol that you choose (default: the advice)'),
    override: proseFlag('why the choice differs from the advice', { longest: 1000, isMultiline: true }),
    accept: listFlag('<mistakes>', 'warnings that you have read and accept, with commas', ','),
    update: textFlag('<file>', 'decide anew from a record, and rewrite it'),
    force: switchFlag('with --output: overwrite a file that exists'),
    ...commonFlags(['yaml', 'json'], { quiet: 'do not report the file that was written', paints: false }),
    ...answerFlags(rules),
  }),
  rules: () => ({
    origin: switchFlag('show: the layer and pack of every part'),
    out: textFlag('<dir>', 'new: the folder of the pack (default: this one)'),
    records: listFlag('<file>', 'diff: check these records, too: file, folder or glob; repeatable'),
    ...commonFlags(),
  }),
  schema: () => ({
    draft: choiceFlag(['2020-12', '7'], '2020-12 (default) or 7', '2020-12'),
    file: textFlag('<kind>', 'with rules: one kind of file, such as protocol'),
    ...commonFlags(['json'], { paints: false }),
  }),
  mcp: () => {
    const common = commonFlags(['json'], { paints: false });
    return { ...common, output: idleWhere(true, common.output) };
  },
  completion: () => commonFlags(['text'], { paints: false, needsRules: false }),
  skill: () => commonFlags(['text'], { paints: false }),
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
  byDefault = 0,
): RobustnessOptions | false {
  const { seed = DEFAULT_ROBUSTNESS.seed } = options;
  // A seed alone asks for samples, too.
  const { samples = options.seed === undefined ? byDefault : DEFAULT_ROBUSTNESS.samples } = options;
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
