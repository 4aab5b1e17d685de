import type { Answers } from '../../core/model.ts';
import { type CommandContext, recommendCommand } from '../../phrases/commands.ts';
import { shellLine } from '../../text/shell.ts';

/** The command that gives the same decision, ready to paste into a POSIX shell. */
export function equivalentCommand(answers: Answers, context: CommandContext): string {
  return shellLine(recommendCommand(answers, context));
}
