import type { Command } from 'commander';
import { recommend } from '../commands/recommend/recommend.ts';
import type { Action, CommandInfo, PreparedRun } from '../context.ts';
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
      const options = parsed.opts<Options<Name>>();
      return async (context) => (await load())(context, words, options);
    },
  };
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

const RULES_NOTES = `
Actions:
  validate [DIR…]       every problem, or how much the packs hold
  show [ID…]            what is loaded, and which layer it comes from
  new protocol|pack ID  a skeleton to fill in; never over a file
  test [DIR…|FILE…]     run scenarios; a miss says where to look
  diff A B              two versions of a pack; 1 when an outcome changes`;

/** The scripts of `completion` call `wirewise complete -- WORD…`. */
export const COMPLETE = 'complete';

/** The program without a command. */
export const WIZARD = command('wizard', async () => (await import('../commands/wizard.ts')).wizard, {
  says: 'Which real-time protocol fits, why, and which mistakes to avoid.\nWithout a command it asks, in a terminal.',
  example: 'wirewise recommend --preset chat',
});

/** Every command, in the order of the help. */
export const COMMANDS: readonly CommandSpec[] = [
  command('recommend', async () => recommend, {
    says: 'decide from flags, a file or a preset; never asks',
    example: 'wirewise recommend --direction server-to-client --clients browser',
  }),
  command('precedents', async () => (await import('../commands/precedents.ts')).precedents, {
    says: 'published decisions, the nearest to your answers first',
    example: 'wirewise precedents --direction server-to-client --clients browser',
  }),
  command('matrix', async () => (await import('../commands/matrix.ts')).matrix, {
    args: '[protocol...]',
    says: 'the comparison table',
    example: 'wirewise matrix websocket sse --notes',
  }),
  command('explain', async () => (await import('../commands/explain.ts')).explain, {
    args: '[protocol]',
    says: 'why a protocol stands where it stands, with sources',
    example: 'wirewise explain mqtt --preset chat',
  }),
  command('compare', async () => (await import('../commands/explain.ts')).compare, {
    args: '<protocol> <protocol>',
    says: 'two protocols: where each gains, and what tips it',
    example: 'wirewise compare websocket sse --preset read-only-feed',
  }),
  command('snippet', async () => (await import('../commands/snippet/snippet.ts')).snippet, {
    args: '<protocol>',
    says: 'a starter program',
    example: 'wirewise snippet mqtt --language typescript --set topic=plant/1',
  }),
  command('proxy', async () => (await import('../commands/proxy.ts')).proxy, {
    args: '<protocol>',
    says: 'the lines that a load balancer needs for a protocol',
    example: 'wirewise proxy websocket --server nginx --set path=/chat',
  }),
  command('lab', async () => (await import('../commands/lab.ts')).lab, {
    says: 'measure what protocols cost on this machine',
    example: 'wirewise lab --protocols websocket,mqtt --bytes 1000',
  }),
  command('batch', async () => (await import('../commands/batch/batch.ts')).batch, {
    args: '[file]',
    says: 'many answers at once: JSON lines in, JSON lines out',
    notes: BATCH_NOTES,
    example: "wirewise batch services.ndjson | jq -c '[.id, .recommendation.protocol]'",
  }),
  command('check', async () => (await import('../commands/check/check.ts')).check, {
    args: '<file...>',
    says: 'whether recorded decisions still hold, for CI',
    notes: CHECK_NOTES,
    example: 'wirewise check decisions/ --format sarif=wirewise.sarif --format github',
  }),
  command('record', async () => (await import('../commands/record.ts')).record, {
    says: 'write the decision down, for check to look at again',
    example: 'wirewise record --preset chat --name chat --output chat.wirewise.yaml',
  }),
  command('rules', async () => (await import('../commands/rules/rules.ts')).rulesCommand, {
    args: '<validate|show|new|test|diff> [dir...]',
    says: 'validate, show, new, test, diff: work on rule packs',
    notes: RULES_NOTES,
    example: 'wirewise rules validate ./my-rules',
  }),
  command('schema', async () => (await import('../commands/schema.ts')).schema, {
    args: '[answers|decision|rules|check|batch|check-report]',
    says: 'JSON Schema of what is read and printed',
    example: 'wirewise schema rules --file protocol --output protocol.schema.json',
  }),
  command('completion', async () => (await import('../commands/completion/completion.ts')).completion, {
    args: '[bash|zsh|fish]',
    says: 'makes TAB finish commands, flags and answers',
    example: 'source <(wirewise completion bash)',
  }),
  command('skill', async () => (await import('../commands/skill/skill.ts')).skill, {
    says: 'SKILL.md: what an AI agent has to know to use wirewise',
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
