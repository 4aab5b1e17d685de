import type { Advice } from './advice.ts';

/** Flags that say which rules decide, as an equivalent command spells them, with quotes where they need some. */
const RULES_FLAG = / --rules (?:\$'(?:\\.|[^'\\])*'|(?:'[^']*'|\\'|[^\s'\\])+)| --no-project(?= |$)/g;

/** The two commands that keep a decision: one writes it down, the other looks whether it still holds. */
export interface KeepCommands {
  readonly record: string;
  readonly check: string;
}

/**
 * With the same answers and rules as the advice. Warnings are accepted by id, because a record that leaves one out is
 * not written: whoever runs it has read them here.
 *
 * @param name of letters, digits and dashes
 */
export function keepCommands({ command, warnings }: Advice, name: string): KeepCommands {
  const accepted = warnings.filter(({ severity }) => severity !== 'info').map(({ id }) => id);
  const accept = accepted.length > 0 ? ` --accept ${accepted.join(',')}` : '';
  const rules = (command.match(RULES_FLAG) ?? []).join('');
  return { record: recordCommand(command + accept, name), check: `wirewise check ${name}.wirewise.yaml${rules}` };
}

/**
 * The command that keeps what this `wirewise recommend …` decides, for `wirewise check`.
 *
 * @param name left out: the user's to give
 */
export function recordCommand(command: string, name = 'NAME'): string {
  return `${command.replace('wirewise recommend', 'wirewise record')} --name ${name} --output ${name}.wirewise.yaml`;
}
