import type { Input } from '../../core/overrides.ts';
import { recommendCommand, recordCommand } from '../../phrases/commands.ts';
import { FORMATS } from '../../report/formats.ts';
import { expectedNames } from '../../text/did-you-mean.ts';
import { shellLine } from '../../text/shell.ts';
import { type Action, type Context, colourFlag } from '../context.ts';
import { Failure } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { collectInput } from '../input/answers.ts';
import { equivalentCommand } from '../options/equivalent-command.ts';
import { formatOf } from '../options/format.ts';
import { COMMAND_NAMES } from '../program/commands.ts';
import type { OptionValues } from '../program/question-flags.ts';
import { wantsColour } from '../terminal/colour.ts';
import { decidedInWords, nextQuestion, standingInWords } from '../wizard/next-question.ts';
import { report } from './recommend/recommend.ts';

/** Bare `wirewise`: asks what the flags left open, then reports. Asks only where somebody can answer. */
export const wizard: Action = async (context, args, options) => {
  const [word] = args;
  if (word !== undefined) {
    throw new Failure(EXIT.usage, `error: Unknown command "${word}".${expectedNames(word, COMMAND_NAMES)}`);
  }
  const { rules, io } = context;
  const input = await collectInput(rules, options, io);
  if (!canAsk(context, options)) throw cannotAsk(input, context, options);
  const setting = { rules, overrides: input.overrides, all: options['all'] === true };
  const { runWizard } = await import('../wizard/wizard.ts');
  const ended = await runWizard({
    rules,
    answers: input.answers,
    io: { stdin: io.stdin, stderr: io.stderr },
    accessible: options['accessible'] === true || isOn(io.env['ACCESSIBLE']) || io.env['TERM'] === 'dumb',
    color: wantsColour({ flag: colourFlag(options), env: io.env, isTerminal: io.stderr.isTTY === true }),
    next: (answers, asked) => nextQuestion(setting, answers, asked),
    standing: (answers) => standingInWords(setting, answers),
    isDecided: (answers, asked) => decidedInWords(setting, answers, asked),
  });
  if (ended.kind === 'cancelled') throw new Failure(EXIT.cancelled, '');
  const answered = { ...input, answers: ended.answers };
  const result = await report(context, answered, options);
  const isText = formatOf(options, Object.keys(FORMATS)) === 'text' && options['quiet'] !== true;
  if (!isText || result.exitCode !== EXIT.ok) return result;
  return {
    ...result,
    text: `${result.text}\nTo keep it, for "wirewise check" to look at again:\n  ${howToRecord(answered)}\n`,
  };

  function howToRecord({ answers, overrides }: Input): string {
    return shellLine(recordCommand(recommendCommand(answers, { ...context, overrides, all: options['all'] === true })));
  }
};

/** Prompting needs a person on both sides: stdin and stderr are terminals, and nothing says otherwise. */
function canAsk({ io }: Context, options: OptionValues): boolean {
  return io.stdin.isTTY === true && io.stderr.isTTY === true && !isOn(io.env['CI']) && options['input'] !== false;
}

function isOn(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== '0' && value !== 'false';
}

/** What to do instead: a command that works as it stands, made from what was given. */
function cannotAsk(
  { answers, overrides }: Awaited<ReturnType<typeof collectInput>>,
  context: Context,
  options: OptionValues,
): Failure {
  const given = Object.keys(answers).length > 0 || overrides !== undefined;
  const command = given
    ? equivalentCommand(answers, { ...context, overrides, all: options['all'] === true })
    : `wirewise recommend --preset ${context.rules.presets[0]?.id ?? ''}`;
  return new Failure(
    EXIT.usage,
    [
      'error: Cannot ask questions here: that needs a terminal, no CI and no --no-input.',
      'Usage: wirewise recommend [flags]   what no flag answers stays open',
      'This works:',
      `  ${command}`,
    ].join('\n'),
  );
}
