import type { Command } from 'commander';
import { recommend } from '../commands/recommend/recommend.ts';
import type { Action, CommandInfo, PreparedRun } from '../context.ts';
import { refuseOverInput } from '../input/over-input.ts';
import { COMMAND_FLAGS, type CommandName, type Options } from '../options/options.ts';

/** A command, as data: what its help says, and where its code is. Its flags are in `options/options.ts`. */
export interface CommandSpec extends CommandInfo {
  /** What the flags do not say, in whole lines. */
  readonly notes?: string;
  readonly example: string;
  /** Takes words and options from commander, which has parsed them. */
  prepare(parsed: Command): PreparedRun;
}

interface CommandText extends Pick<CommandSpec, 'args' | 'says' | 'notes' | 'isHidden' | 'example'> {}

/** Flags that name a file to read. */
const INPUT_FLAGS = ['answers', 'from', 'system'];

/** @param load imports the code of the command, which happens only when it runs */
function command<Name extends CommandName>(
  name: Name,
  load: () => Promise<Action<Name>>,
  text: CommandText,
): CommandSpec {
  return {
    ...text,
    name,
    flags: COMMAND_FLAGS[name],
    prepare: (parsed) => {
      const words = [...parsed.args];
      // What was read as absent, such as `--output -`, Commander keeps as empty text, which no flag accepts.
      for (const [flag, value] of Object.entries(parsed.opts()))
        if (value === '') parsed.setOptionValue(flag, undefined);
      const options = parsed.opts<Options<Name>>();
      const inputs = INPUT_FLAGS.map((flag) => parsed.opts()[flag]);
      return async (context) => {
        refuseOverInput(inputs, parsed.opts()['output'], context.io);
        return (await load())(context, words, options);
      };
    },
  };
}

const BATCH_NOTES = `
A line is a JSON object of answers, or {"answers": {...}} with keys of your
own, which are echoed: {"id": "orders", "preset": "chat", "answers": {}}.
A line with {"legs": {...}} is a system, as "system" reads it.
Without FILE, or with -, lines are read from standard input. Flags, --preset
and --answers provide defaults.

Decisions are printed in order, one JSON line each, without the starter. A bad
line is reported as {"line":7,"error":{...}} in its place, and the exit code
is 1 at the end. Empty lines are skipped.`;

const SYSTEM_NOTES = `
FILE (- for standard input) lists the channels of a system with their answers:

  version: 1
  name: fleet
  shared: { operations: minimal }
  legs:
    telemetry: { preset: iot-telemetry, audience: 5000 }
    dashboard: { clients: [browser], direction: server-to-client }

Each leg is decided alone. Then the whole: protocols for all legs are compared
by their summed fit and by what must be run for them (brokers, gateways,
relays), each thing counted once. "record --system" writes the decision down.`;

const CHECK_NOTES = `
A record is what wirewise record writes. It holds when its decision is
feasible, ranks first or ties (or has an override), and every error or warning
about it is accepted. A failure names the answer or rule that caused it.

FILE is a file, a folder, a quoted glob, or - for standard input. Folders are
searched recursively (not hidden files, node_modules, linked folders) for
*.wirewise.yaml|yml|json and other files with \`version\` and \`decision\`.
Without FILE: all *.wirewise.yaml|yml|json below the working directory.

Exit code: 2 if a file cannot be used, else 1 if one fails, else 0.`;

const EXPLORE_NOTES = `
The page makes no network requests: send it by mail, or put it on a site. It
starts with the answers of flags, file or preset. Its address contains the
answers of its reader, so that a link shares them.`;

const RECORD_NOTES = `
With --override, check accepts a decision that does not rank first.`;

const SNIPPET_NOTES = `
--language chooses the language (wirewise help answers lists them). Without it:
that of the project in this folder, else one that fits the clients.`;

const RULES_NOTES = `
Actions:
  validate [DIR…]       every problem, or what the packs contain
  show [ID…]            what is loaded, and from which layer
  new protocol|pack ID  a skeleton to fill in; overwrites no file
  test [DIR…|FILE…]     run scenarios; explains each miss
  diff A B              two versions of a pack; 1 when an outcome changes`;

const MCP_NOTES = `
An MCP client starts it. Register it once; in Claude Code with
"claude mcp add wirewise -- wirewise mcp". It ends when its input ends.

Tools: recommend, next_question, explain, compare, precedents, starter. Rules
are read at the start; calls use neither files nor the network.`;

/** The scripts of `completion` call `wirewise complete -- WORD…`. */
export const COMPLETE = 'complete';

/** The program without a command. */
export const WIZARD = command('wizard', async () => (await import('../commands/wizard.ts')).wizard, {
  says: 'Which real-time protocol fits, why, and which mistakes to avoid.\nWithout a command, a wizard asks questions in the terminal.',
  example: 'wirewise recommend --preset chat',
});

/** Every command, in the order of the help. */
export const COMMANDS: readonly CommandSpec[] = [
  command('recommend', async () => recommend, {
    says: 'decide from flags, a file or a preset; never asks',
    example: 'wirewise recommend --direction server-to-client --clients browser',
  }),
  command('precedents', async () => (await import('../commands/precedents/precedents.ts')).precedents, {
    says: 'published decisions, the most similar first',
    example: 'wirewise precedents --direction server-to-client --clients browser',
  }),
  command('system', async () => (await import('../commands/system/system.ts')).system, {
    args: '[file]',
    says: 'several channels of one system, alone and together',
    notes: SYSTEM_NOTES,
    example: 'wirewise system fleet.yaml --prefer fewest',
  }),
  command('explore', async () => (await import('../commands/explore/explore.ts')).explore, {
    says: 'one HTML page: the questions next to the live decision',
    notes: EXPLORE_NOTES,
    example: 'wirewise explore --preset chat --output explore.html',
  }),
  command('matrix', async () => (await import('../commands/matrix.ts')).matrix, {
    args: '[protocol...]',
    says: 'the comparison table',
    example: 'wirewise matrix websocket sse --notes',
  }),
  command('explain', async () => (await import('../commands/explain.ts')).explain, {
    args: '[protocol]',
    says: 'why a protocol ranks where it does, with sources',
    example: 'wirewise explain mqtt --preset chat',
  }),
  command('compare', async () => (await import('../commands/explain.ts')).compare, {
    args: '<protocol> <protocol>',
    says: 'two protocols: where each is better, and why',
    example: 'wirewise compare websocket sse --preset read-only-feed',
  }),
  command('snippet', async () => (await import('../commands/snippet/snippet.ts')).snippet, {
    args: '<protocol>',
    says: 'a starter program',
    notes: SNIPPET_NOTES,
    example: 'wirewise snippet mqtt --language typescript --set topic=plant/1',
  }),
  command('proxy', async () => (await import('../commands/proxy.ts')).proxy, {
    args: '<protocol...>',
    says: 'load balancer settings for one or several protocols',
    example: 'wirewise proxy websocket sse --server nginx --set sse.path=/feed',
  }),
  command('lab', async () => (await import('../commands/lab.ts')).lab, {
    says: 'measure what protocols cost on this machine',
    example: 'wirewise lab --protocols websocket,mqtt --bytes 1000',
  }),
  command('batch', async () => (await import('../commands/batch/batch.ts')).batch, {
    args: '[file]',
    says: 'many decisions: JSON lines in, JSON lines out',
    notes: BATCH_NOTES,
    example: "wirewise batch services.ndjson | jq -c '[.id, .recommendation.protocol]'",
  }),
  command('check', async () => (await import('../commands/check/check.ts')).check, {
    args: '[file...]',
    says: 'whether recorded decisions are still valid, for CI',
    notes: CHECK_NOTES,
    example: 'wirewise check decisions/ --format sarif=wirewise.sarif --format github',
  }),
  command('record', async () => (await import('../commands/record/record.ts')).record, {
    says: 'record a decision, for check to verify later',
    notes: RECORD_NOTES,
    example: 'wirewise record --preset chat --name chat --output chat.wirewise.yaml',
  }),
  command('rules', async () => (await import('../commands/rules/rules.ts')).rulesCommand, {
    args: '<validate|show|new|test|diff> [dir...]',
    says: 'validate, show, new, test, diff: work on rule packs',
    notes: RULES_NOTES,
    example: 'wirewise rules validate ./my-rules',
  }),
  command('schema', async () => (await import('../commands/schema.ts')).schema, {
    args: '[answers|decision|system|system-decision|rules|check|batch|check-report]',
    says: 'JSON Schemas of input and output files',
    example: 'wirewise schema rules --file protocol --output protocol.schema.json',
  }),
  command('completion', async () => (await import('../commands/completion/completion.ts')).completion, {
    args: '[bash|zsh|fish]',
    says: 'shell completion of commands, flags and answers',
    example: 'source <(wirewise completion bash)',
  }),
  command('mcp', async () => (await import('../commands/mcp/mcp.ts')).mcp, {
    says: 'a Model Context Protocol server on stdio, for AI agents',
    notes: MCP_NOTES,
    example: 'wirewise mcp --rules ./my-rules',
  }),
  command('skill', async () => (await import('../commands/skill/skill.ts')).skill, {
    says: 'SKILL.md: how an AI agent uses wirewise',
    example: 'wirewise skill --output SKILL.md',
  }),
  command(COMPLETE, async () => (await import('../commands/completion/complete.ts')).complete, {
    args: '[words...]',
    says: 'what may follow, for the scripts of `completion`',
    isHidden: true,
    example: "wirewise complete -- recommend --direction ''",
  }),
];

/** The names of the commands, as they are typed. */
export const COMMAND_NAMES: readonly string[] = COMMANDS.filter(({ isHidden }) => !isHidden).map(({ name }) => name);
