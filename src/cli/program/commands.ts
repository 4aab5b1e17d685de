import { CHECK_FORMATS } from '../../report/check/formats.ts';
import { recommend } from '../commands/recommend/recommend.ts';
import type { Action } from '../context.ts';
import { drawFlags } from './common-flags.ts';
import type { Flag } from './flags.ts';

/** A command, as data: what the help says, which flags it takes, and where its code is. */
export interface CommandSpec {
  readonly name: string;
  /** Positional arguments in commander's notation. */
  readonly args?: string;
  readonly says: string;
  /** Whether it takes the answers of the questionnaire. */
  readonly takesAnswers?: boolean;
  /** Whether it prints a decision, in any report format, with robustness. */
  readonly decides?: boolean;
  /** What it can print, the default first; absent: text and JSON, or where it decides every report format. */
  readonly formats?: readonly string[];
  /** Whether it can write several formats in one run, each to its file. */
  readonly writesSeveral?: boolean;
  /** What `--quiet` does, where that is neither the id of a decision nor nothing. */
  readonly quietSays?: string;
  readonly flags?: () => readonly Flag[];
  /** What its flags do not say, in whole lines. */
  readonly notes?: string;
  /** Whether the help leaves it out: what only other programs call. */
  readonly hidden?: boolean;
  readonly example: string;
  readonly load: () => Promise<Action>;
}

const BATCH_NOTES = `
A line is a JSON object of answers, as an answers file has them; or with names
of your own, which come back: {"id": "orders", "name": "Orders", "answers": {}}.
Without FILE, or with -, the lines come from standard input. Flags, --preset
and --answers count where a line says nothing.

Decisions come out in order, each as recommend --json prints it, on one line
and without the starter. A bad line gives {"line":7,"error":{...}} in its
place; the others go on, and the exit code is 1. Empty lines are passed over.
That no protocol is feasible is a decision like any other.`;

const CHECK_NOTES = `
A record is what wirewise record writes: answers, decision, accepts. It holds
when its decision is feasible, ranks first or ties, and every error or warning
about it is accepted. What fails names the answer or the rule that broke it.

FILE is a file, a folder, a glob of wirewise's own (quote it), or - for
standard input. A folder is searched with all beneath it, but for hidden
files, node_modules and folders that are links: for *.wirewise.yaml (.yml,
.json), and for other YAML and JSON that has a version and a decision.

Every file is checked. Exit code: 2 when one cannot be used, else 1 when one
fails, else 0.`;

/** The scripts of `completion` call `wirewise complete -- WORD…`. */
export const COMPLETE = 'complete';

/** Every command, in the order of the help. */
export const COMMANDS: readonly CommandSpec[] = [
  {
    name: 'recommend',
    says: 'decide from flags, a file or a preset; never asks',
    takesAnswers: true,
    decides: true,
    flags: () => [
      { form: '--from <file>', says: 'render a decision saved as JSON instead of deciding; - for standard input' },
    ],
    example: 'wirewise recommend --direction server-to-client --clients browser',
    load: async () => recommend,
  },
  {
    name: 'matrix',
    args: '[protocol...]',
    says: 'the comparison table',
    flags: () => [
      { form: '--notes', says: 'show the reasons, and what the well-known cheat sheet says wrongly' },
      { form: '--criteria <table|all>', says: 'table (the nine rows) or all' },
      { form: '--all', says: 'the extended protocols, too' },
    ],
    example: 'wirewise matrix websocket sse --notes',
    load: async () => (await import('../commands/matrix.ts')).matrix,
  },
  {
    name: 'explain',
    args: '[protocol]',
    says: 'why a protocol stands where it stands, with sources',
    takesAnswers: true,
    flags: () => [
      { form: '--criterion <criterion>', says: 'explain a criterion instead' },
      { form: '--mistake <mistake>', says: 'explain a mistake instead' },
    ],
    example: 'wirewise explain mqtt --preset chat',
    load: async () => (await import('../commands/explain.ts')).explain,
  },
  {
    name: 'compare',
    args: '<protocol> <protocol>',
    says: 'two protocols: where each gains, and what tips it',
    takesAnswers: true,
    example: 'wirewise compare websocket sse --preset read-only-feed',
    load: async () => (await import('../commands/explain.ts')).compare,
  },
  {
    name: 'snippet',
    args: '<protocol>',
    says: 'a starter program',
    takesAnswers: true,
    flags: () => [
      { form: '--role <client|server>', says: 'client, the default, or server' },
      { form: '--variant <product>', says: 'for another product, such as azure-service-bus or ibm-mq' },
      {
        form: '--set <name=value>',
        says: 'fill a place of the program, such as endpoint; repeatable',
        gathers: 'values',
      },
      { form: '--out <dir>', says: 'write a project there: program, manifest, README, broker' },
      { form: '--force', says: 'with --out: write over files that exist' },
      { form: '--dry-run', says: 'with --out: list the files, write none' },
    ],
    example: 'wirewise snippet mqtt --language typescript --set topic=plant/1',
    load: async () => (await import('../commands/snippet/snippet.ts')).snippet,
  },
  {
    name: 'proxy',
    args: '<protocol>',
    says: 'the lines that a load balancer needs for a protocol',
    flags: () => [
      { form: '--server <server>', says: 'nginx, haproxy, envoy, alb or apache' },
      { form: '--set <name=value>', says: 'fill a place, such as idle or backend; repeatable', gathers: 'values' },
    ],
    example: 'wirewise proxy websocket --server nginx --set path=/chat',
    load: async () => (await import('../commands/proxy.ts')).proxy,
  },
  {
    name: 'lab',
    says: 'measure what protocols cost on this machine',
    quietSays: 'no progress bar',
    flags: () => [
      { form: '--messages <n>', says: 'each way, 200 by default' },
      { form: '--bytes <n>', says: 'of one message, 100 by default' },
      { form: '--protocols <protocols>', says: 'only these, with commas between' },
    ],
    example: 'wirewise lab --protocols websocket,mqtt --bytes 1000',
    load: async () => (await import('../commands/lab.ts')).lab,
  },
  {
    name: 'batch',
    args: '[file]',
    says: 'many answers at once: JSON lines in, JSON lines out',
    takesAnswers: true,
    formats: ['json'],
    quietSays: 'of each decision the id of the protocol alone',
    flags: () => drawFlags('none by default, for speed'),
    notes: BATCH_NOTES,
    example: "wirewise batch services.ndjson | jq -c '[.id, .recommendation.protocol]'",
    load: async () => (await import('../commands/batch/batch.ts')).batch,
  },
  {
    name: 'check',
    args: '<file...>',
    says: 'whether recorded decisions still hold, for CI',
    formats: Object.keys(CHECK_FORMATS),
    writesSeveral: true,
    quietSays: 'tell failures alone',
    notes: CHECK_NOTES,
    example: 'wirewise check decisions/ --format sarif=wirewise.sarif --format github',
    load: async () => (await import('../commands/check/check.ts')).check,
  },
  {
    name: 'record',
    says: 'write the decision down, for check to look at again',
    takesAnswers: true,
    formats: ['yaml', 'json'],
    flags: () => [
      { form: '--name <text>', says: 'what is decided, in a few words' },
      { form: '--why <text>', says: 'whatever the team wants to remember' },
      { form: '--decision <protocol>', says: 'the one that you take; the recommended one by default' },
      {
        form: '--accept <mistakes>',
        says: 'warnings that you have read and accept, with commas between',
        gathers: 'lists',
      },
      { form: '--force', says: 'with --output: write over a file that exists' },
    ],
    example: 'wirewise record --preset chat --name chat --output chat.wirewise.yaml',
    load: async () => (await import('../commands/record.ts')).record,
  },
  {
    name: 'rules',
    args: '<validate|show|new|test|diff> [dir...]',
    says: 'validate, show, new, test, diff: work on rule packs',
    notes: [
      '',
      'Actions:',
      '  validate [DIR…]       every problem, or how much the packs hold',
      '  show [ID…]            what is loaded, and which layer it comes from',
      '  new protocol|pack ID  a skeleton to fill in; never over a file',
      '  test [DIR…|FILE…]     run scenarios; a miss says where to look',
      '  diff A B              two versions of a pack; 1 when an outcome changes',
    ].join('\n'),
    flags: () => [
      { form: '--origin', says: 'show: the layer and pack of every part' },
      { form: '--out <dir>', says: 'new: the folder of the pack, here when left out' },
      {
        form: '--records <file>',
        says: 'diff: recorded decisions, too: file, folder or glob; repeatable',
        gathers: 'values',
      },
    ],
    example: 'wirewise rules validate ./my-rules',
    load: async () => (await import('../commands/rules/rules.ts')).rulesCommand,
  },
  {
    name: 'schema',
    args: '[answers|decision|rules|check|batch|check-report]',
    says: 'JSON Schema of what is read and printed',
    flags: () => [
      { form: '--draft <2020-12|7>', says: '2020-12, the default, or 7' },
      { form: '--file <kind>', says: 'with rules: one kind of file, such as protocol' },
    ],
    example: 'wirewise schema rules --file protocol --output protocol.schema.json',
    load: async () => (await import('../commands/schema.ts')).schema,
  },
  {
    name: 'completion',
    args: '[bash|zsh|fish]',
    says: 'makes TAB finish commands, flags and answers',
    example: 'source <(wirewise completion bash)',
    load: async () => (await import('../commands/completion/completion.ts')).completion,
  },
  {
    name: 'skill',
    says: 'SKILL.md: what an AI agent has to know to use wirewise',
    example: 'wirewise skill --output SKILL.md',
    load: async () => (await import('../commands/skill/skill.ts')).skill,
  },
  {
    name: COMPLETE,
    args: '[words...]',
    says: 'what may follow, for the scripts of `completion`',
    hidden: true,
    example: "wirewise complete -- recommend --direction ''",
    load: async () => (await import('../commands/completion/complete.ts')).complete,
  },
];

/** The names of the commands, as they are typed. */
export const COMMAND_NAMES: readonly string[] = COMMANDS.filter(({ hidden }) => !hidden).map(({ name }) => name);

/** The commands that the help lists, with what each does. */
export const COMMAND_SUMMARIES: readonly { readonly usage: string; readonly says: string }[] = COMMANDS.filter(
  ({ hidden }) => !hidden,
).map(({ name, args, says }) => ({ usage: args ? `${name} ${args}` : name, says }));
