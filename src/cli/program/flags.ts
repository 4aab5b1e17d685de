import { type Command, Option } from 'commander';

/** A flag, as data. */
export interface Flag {
  /** In commander's notation: `-o, --output <file>`. */
  readonly form: string;
  readonly says: string;
  /** Repeatable: its values are gathered in a list, each one whole, or split where a comma stands. */
  readonly gathers?: 'values' | 'lists';
  /** What completion offers, where the form does not tell; nothing is refused for it. */
  readonly choices?: readonly string[];
  /** The heading of the help that it stands under. */
  readonly group?: string;
  readonly isHidden?: boolean;
  /** Another name, unlisted, that says no: `--no-replay`. */
  readonly negation?: string;
}

/**
 * The flags that a command line needs declared: those that it names, or all of them where it has a word like a flag
 * that is none of theirs, since help and suggestions look at all. Declaring a flag takes its time.
 */
export function flagsNamed(flags: readonly Flag[], argv: readonly string[]): readonly Flag[] {
  const words = argv.filter((word) => word.startsWith('-') && word !== '-').map((word) => word.split('=')[0] ?? '');
  const known = new Set<string>();
  const named = flags.filter((flag) => {
    const names = namesOf(flag).filter((name) => words.includes(name));
    for (const name of names) known.add(name);
    return names.length > 0;
  });
  return words.every((word) => known.has(word)) ? named : flags;
}

function namesOf({ form, negation }: Flag): string[] {
  const names = form.split(/,? /).filter((word) => word.startsWith('-'));
  return negation === undefined ? names : [...names, negation];
}

/** Declares flags, in their order. */
export function addFlags(command: Command, flags: readonly Flag[]): void {
  for (const { form, says, gathers, choices, group, isHidden, negation } of flags) {
    const option = new Option(form, says).hideHelp(isHidden === true);
    if (gathers) option.argParser(gathers === 'lists' ? gatherLists : gather);
    if (choices) option.argChoices = [...choices];
    if (group) option.helpGroup(group);
    command.addOption(option);
    if (negation) command.addOption(new Option(negation).hideHelp());
  }
}

function gather(text: string, earlier: readonly string[] = []): string[] {
  return [...earlier, text];
}

function gatherLists(text: string, earlier: readonly string[] = []): string[] {
  return [...earlier, ...text.split(',').map((part) => part.trim())];
}
