import type { Question, Rules } from '../../../core/model.ts';
import { VERSION } from '../../../core/version.ts';
import { FORMATS } from '../../../report/formats.ts';
import { own } from '../../../text/lists.ts';
import { shellQuote } from '../../../text/shell.ts';
import { type CommandInfo, type Context, printed, type Result } from '../../context.ts';
import { EXIT_MEANINGS } from '../../exit-codes.ts';
import type { Options } from '../../options/options.ts';
import template from './SKILL.md';

type SkillContext = Pick<Context, 'rules' | 'rulesDirs' | 'commands'>;

/**
 * `wirewise skill`: prints a SKILL.md in the form of Agent Skills. Questions, commands, formats, presets and exit codes
 * are those of this program and of its rule packs.
 */
export async function skill(
  context: SkillContext,
  _words: readonly string[],
  options: Options<'skill'>,
): Promise<Result> {
  const values = valuesOf(context);
  return printed(
    template.replace(
      /^\{\{(\w+)\}\}\n|\{\{(\w+)\}\}/gm,
      (place, line: string | undefined, word: string | undefined) => {
        const value = own(values, line ?? word ?? '');
        if (value === undefined) throw new TypeError(`SKILL.md has an unknown place ${place}.`);
        // A whole line that has nothing to say leaves no empty line.
        return line !== undefined && value !== '' ? `${value}\n` : value;
      },
    ),
    options,
  );
}

/** What the places of SKILL.md hold. */
function valuesOf({ rules, rulesDirs, commands }: SkillContext): Readonly<Record<string, string>> {
  const packs = rulesDirs.map((dir) => ` --rules ${shellQuote(dir)}`).join('');
  const preset = rules.presets[0]?.id ?? '';
  return {
    version: VERSION,
    packs,
    preset,
    explain: explainLine(rules, `--preset ${preset}${packs}`),
    questions: rules.questions.map(questionLine).join('\n'),
    presets: rules.presets.map(({ id }) => id).join(', '),
    commands: commands
      .filter(({ isHidden }) => !isHidden)
      .map(commandLine)
      .join('\n'),
    formats: Object.keys(FORMATS).join(', '),
    exitCodes: EXIT_MEANINGS.map(([code, meaning]) => `- ${code}: ${meaning}`).join('\n'),
  };
}

function explainLine({ protocols: [protocol] }: Rules, flags: string): string {
  return protocol ? `wirewise explain ${protocol.id} ${flags}` : '';
}

function commandLine({ name, args, says }: CommandInfo): string {
  return `- \`wirewise ${args === undefined ? name : `${name} ${args}`}\`: ${says}`;
}

function questionLine({ id, kind, asks, unit, options }: Question): string {
  const values = options.map(({ value }) => value).join('|');
  const forms: Readonly<Record<Question['kind'], string>> = {
    boolean: ' yes|no',
    number: ` NUMBER${unit ? ` (${unit})` : ''}`,
    choice: ` ${values}`,
    choices: ` ${values} (some)`,
  };
  return `- \`--${id}${forms[kind]}\`: ${oneLine(asks)}`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
