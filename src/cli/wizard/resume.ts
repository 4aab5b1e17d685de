import type { Answers, Preset } from '../../core/model.ts';
import { type CommandContext, recommendCommand } from '../../phrases/commands.ts';

/** What a command depends on besides the answers. */
export interface ShortContext extends CommandContext {
  /** The use case that the answers started from. */
  readonly preset: Preset | undefined;
}

/** The command that gives the same decision; it names the use case instead of the answers that are those of the use case. */
export function shortCommand(answers: Answers, { preset, ...context }: ShortContext): string[] {
  // No flag can take an answer back.
  if (!preset || Object.keys(preset.answers).some((id) => answers[id] === undefined)) {
    return recommendCommand(answers, context);
  }
  const own = Object.entries(answers).filter(([id, answer]) => !isSame(answer, preset.answers[id]));
  const [program = '', command = '', ...flags] = recommendCommand(Object.fromEntries(own), context);
  return [program, command, '--preset', preset.id, ...flags];
}

/** The command that opens the wizard with these answers. */
export function resumeCommand(answers: Answers, context: ShortContext, isAccessible: boolean): string[] {
  const [program = '', , ...flags] = shortCommand(answers, context);
  return [program, ...flags, ...(isAccessible ? ['--accessible'] : [])];
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
