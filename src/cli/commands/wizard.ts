import type { Input } from '../../core/overrides.ts';
import { recommendCommand, recordCommand } from '../../phrases/commands.ts';
import { expectedNames } from '../../text/did-you-mean.ts';
import { shellLine } from '../../text/shell.ts';
import type { Context, Result } from '../context.ts';
import { Failure, usageFailure } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { collectInput } from '../input/answers.ts';
import { isOn } from '../io.ts';
import { equivalentCommand } from '../options/equivalent-command.ts';
import type { Options } from '../options/options.ts';
import { wantsColour } from '../terminal/colour.ts';
import { nextQuestion, settledInWords, standingInWords } from '../wizard/next-question.ts';
import { report } from './recommend/recommend.ts';

/** `wirewise` without a command: asks what the flags leave open, then reports. It asks only on a terminal. */
export async function wizard(context: Context, [word]: readonly string[], options: Options<'wizard'>): Promise<Result> {
  if (word !== undefined) {
    const names = context.commands.filter(({ isHidden }) => !isHidden).map(({ name }) => name);
    throw usageFailure([`Unknown command "${word}".${expectedNames(word, names)}`]);
  }
  const { rules, io } = context;
  const input = await collectInput(rules, options, io);
  if (!canAsk(context, options)) throw cannotAsk(input, context, options);
  const setting = { rules, overrides: input.overrides, core: options.core };
  const { runWizard } = await import('../wizard/wizard.ts');
  const ended = await runWizard({
    rules,
    answers: input.answers,
    io: { stdin: io.stdin, stderr: io.stderr },
    accessible: options.accessible || isOn(io.env['ACCESSIBLE']) || io.env['TERM'] === 'dumb',
    color: wantsColour({ flag: options.color, env: io.env, isTerminal: io.stderr.isTTY === true }),
    next: (answers, asked) => nextQuestion(setting, answers, asked),
    standing: (answers) => standingInWords(setting, answers),
    isDecided: (answers, asked) => settledInWords(setting, answers, asked),
  });
  if (ended.kind === 'cancelled') throw new Failure(EXIT.cancelled, '');
  const answered = { ...input, answers: ended.answers };
  const result = await report(context, answered, options);
  const isText = (options.format ?? 'text') === 'text' && !options.quiet;
  if (!isText || result.exitCode !== EXIT.ok) return result;
  const command = shellLine(
    recordCommand(recommendCommand(ended.answers, { ...context, ...input, core: options.core })),
  );
  const documents = result.documents.map((document) => ({
    ...document,
    text: `${document.text}\nTo keep it, for "wirewise check" to look at again:\n  ${command}\n`,
  }));
  return { ...result, documents };
}

/** Whether it can prompt: stdin and stderr are terminals, and neither `CI` nor `--no-input` is set. */
function canAsk({ io }: Context, { input }: Options<'wizard'>): boolean {
  return io.stdin.isTTY === true && io.stderr.isTTY === true && !isOn(io.env['CI']) && input;
}

/** The error where it cannot prompt, with a command that works instead, made from the given flags. */
function cannotAsk({ answers, overrides }: Input, context: Context, options: Options<'wizard'>): Failure {
  const given = Object.keys(answers).length > 0 || overrides !== undefined;
  const command = given
    ? equivalentCommand(answers, { ...context, overrides, core: options.core })
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
