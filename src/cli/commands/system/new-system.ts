import { stringify } from 'yaml';
import { decide } from '../../../core/decide.ts';
import type { Preset, Question, Rules } from '../../../core/model.ts';
import { LEG_WORDS, MOST_LEGS } from '../../../core/system/leg-words.ts';
import { legWords } from '../../../rules/forms/system.ts';
import { type Context, noticeOf, type Result } from '../../context.ts';
import { usageFailure } from '../../errors.ts';
import { EXIT } from '../../exit-codes.ts';
import type { Options } from '../../options/options.ts';
import { refuseOverwrite } from '../../output/refuse-overwrite.ts';
import { schemaModeline } from '../../output/schema-modeline.ts';

/** Number of legs in the example. */
const EXAMPLE_LEGS = 3;

export function writeNew({ rules, io }: Pick<Context, 'rules' | 'io'>, options: Options<'system'>): Result {
  const { output, force } = options;
  if (options.format !== undefined) throw usageFailure(['Unexpected --format: --new writes YAML.']);
  refuseOverwrite(options, io);
  const path = output ?? 'system.yaml';
  const text = [
    schemaModeline({ kind: 'system' }, path, io.cwd).trimEnd(),
    `# Decide it with: wirewise system ${path}`,
    '# All answers: wirewise help answers',
    'version: 1',
    'name: example',
    '',
    ...sharedLines(rules),
    '',
    ...legLines(rules),
    '',
  ].join('\n');
  return { documents: [{ text, path: output, isNew: !force, notice: noticeOf(options) }], exitCode: EXIT.ok };
}

/** Every question, as a comment: one line each. */
function sharedLines({ questions }: Rules): string[] {
  return [
    '# Answers of every leg. They override those of presets; the answers of a leg override them.',
    '# Remove the "#" in front of what you know, and leave the rest open.',
    'shared:',
    ...questions
      .filter(({ about }) => about === 'decision')
      .map((question) => `#  ${question.id}: ${choices(question)}`),
  ];
}

function choices({ kind, unit, options }: Question): string {
  if (kind === 'boolean') return 'yes # or no';
  if (kind === 'number') {
    const [typical] = options;
    return `${typical?.value ?? 1} # a number${unit === undefined ? '' : `, in ${unit}`}`;
  }
  const values = options.map(({ value }) => String(value));
  const [first = ''] = values;
  return kind === 'choices' ? `[${first}] # ${values.join(', ')}` : `${first} # ${values.join(' | ')}`;
}

/** Legs from presets with different winners; the last with its answers written out. */
function legLines(rules: Rules): string[] {
  const chosen = differentPresets(rules);
  const words = LEG_WORDS.map((word) => `#   ${word}: ${legWords[word].description ?? ''}`);
  return [
    `# The channels, 1 to ${MOST_LEGS}, each with a name that you choose. A leg contains answers, and these words:`,
    ...words,
    `# Presets: ${rules.presets.map(({ id }) => id).join(', ')}`.replace(/(.{1,76})(?:, |$)/g, (_, part, at) =>
      at === 0 ? part : `,\n#   ${part}`,
    ),
    'legs:',
    ...chosen.flatMap(({ id, says, answers }, at) => [
      `  ${id}:`,
      `    says: ${stringify(says, { lineWidth: 0 }).trim()}`,
      ...(at < chosen.length - 1
        ? [`    preset: ${id}`]
        : stringify(answers, { lineWidth: 0, collectionStyle: 'any' })
            .trim()
            .split('\n')
            .map((line) => `    ${line}`)),
    ]),
  ];
}

function differentPresets(rules: Rules): Preset[] {
  const winners = new Set<string | undefined>();
  return rules.presets
    .filter(({ answers }) => {
      const winner = decide(rules, answers).recommendation?.protocol;
      if (winner === undefined || winners.has(winner)) return false;
      winners.add(winner);
      return true;
    })
    .slice(0, EXAMPLE_LEGS);
}
