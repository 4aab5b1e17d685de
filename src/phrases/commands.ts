/** Command lines of wirewise, as lists of words: quote them with `shellLine` where a shell is to read them. */

import { NONE } from '../core/answers.ts';
import { DEFAULT_ROBUSTNESS } from '../core/decide.ts';
import type { Overrides, Warning } from '../core/decision.ts';
import type { Answers, AnswerValue, Rules } from '../core/model.ts';
import type { RobustnessOptions } from '../core/robustness/robustness.ts';
import { shortestQuantity } from '../text/quantity.ts';
import { pathWord } from '../text/shell.ts';

const RECOMMEND = ['wirewise', 'recommend'];

/** What a decision depends on besides the answers. */
export interface CommandContext {
  readonly rules: Pick<Rules, 'questions'>;
  readonly overrides?: Overrides | undefined;
  /** Whether only the core protocols are ranked. */
  readonly core?: boolean | undefined;
  readonly rulesDirs: readonly string[];
  readonly isProjectIgnored: boolean;
  /** Samples that were asked for; `false` or absent: none. */
  readonly robustness?: RobustnessOptions | false;
}

/** The command that gives the same decision. */
export function recommendCommand(answers: Answers, context: CommandContext): string[] {
  const { rules, overrides, core, rulesDirs, isProjectIgnored, robustness } = context;
  return [
    ...RECOMMEND,
    ...Object.entries(answers).flatMap(([question, answer]) => answerFlag(rules, question, answer)),
    ...overrideFlags(overrides).flatMap(({ flag }) => flag),
    ...rulesDirs.flatMap((dir) => ['--rules', dir]),
    ...(isProjectIgnored ? ['--no-project'] : []),
    ...(core ? ['--core'] : []),
    ...(robustness ? sampleFlags(robustness) : []),
  ];
}

/** The command that decides a system in the same way. */
export function systemCommand(
  file: string,
  {
    prefer,
    core,
    rulesDirs,
    isProjectIgnored,
  }: Pick<CommandContext, 'core' | 'rulesDirs' | 'isProjectIgnored'> & {
    /** Absent: the default. */
    readonly prefer?: string | undefined;
  },
): string[] {
  return [
    'wirewise',
    'system',
    pathWord(file),
    ...(prefer === undefined ? [] : ['--prefer', prefer]),
    ...rulesDirs.flatMap((dir) => ['--rules', dir]),
    ...(isProjectIgnored ? ['--no-project'] : []),
    ...(core ? ['--core'] : []),
  ];
}

function sampleFlags({ samples, seed }: RobustnessOptions): string[] {
  const isUsual = seed === DEFAULT_ROBUSTNESS.seed;
  return ['--samples', String(samples), ...(isUsual ? [] : ['--seed', String(seed)])];
}

/** The words that give one answer; a number is in the unit of the question, or has the unit that makes it shortest. */
export function answerFlag({ questions }: Pick<Rules, 'questions'>, question: string, answer: AnswerValue): string[] {
  if (typeof answer === 'boolean') return [answer ? `--${question}` : `--no-${question}`];
  if (typeof answer === 'number') {
    return [`--${question}`, shortestQuantity(answer, questions.find(({ id }) => id === question)?.unit)];
  }
  return [`--${question}`, typeof answer === 'object' ? answer.join(',') || NONE : answer];
}

/** A weight or a lowest grade that was set by hand, and the words that set it. */
export interface OverrideFlag {
  readonly kind: 'weight' | 'must';
  readonly criterion: string;
  readonly value: number;
  readonly flag: readonly [string, string];
}

/** Weights first, each kind in the order of the overrides. */
export function overrideFlags(overrides: Overrides | undefined): OverrideFlag[] {
  return (['weight', 'must'] as const).flatMap((kind) =>
    Object.entries(overrides?.[kind] ?? {}).map(
      ([criterion, value]): OverrideFlag => ({
        kind,
        criterion,
        value,
        flag: [`--${kind}`, `${criterion}=${value}`],
      }),
    ),
  );
}

/**
 * The command that writes a decision down.
 *
 * @param recommend the command that gives the decision
 * @param accepted ids of warnings
 * @param name of letters, digits and dashes; the default is for the user to replace
 */
export function recordCommand(recommend: readonly string[], accepted: readonly string[] = [], name = 'NAME'): string[] {
  return [
    'wirewise',
    'record',
    ...withoutSamples(recommend.slice(RECOMMEND.length)),
    ...(accepted.length > 0 ? ['--accept', accepted.join(',')] : []),
    '--name',
    name,
    '--output',
    `${name}.wirewise.yaml`,
  ];
}

/** The command that writes a decided system down; `system` is the command that decides it. */
export function recordSystemCommand(
  [, , file = '', ...flags]: readonly string[],
  accepted: readonly string[],
  name: string,
): string[] {
  return [
    ...['wirewise', 'record', '--system', file, ...flags],
    ...(accepted.length > 0 ? ['--accept', accepted.join(',')] : []),
    ...['--output', `${name}.wirewise.yaml`],
  ];
}

/** A record holds or not whatever samples say. */
function withoutSamples(words: readonly string[]): string[] {
  const isSampling = (word: string | undefined) => word === '--samples' || word === '--seed';
  return words.filter((word, at) => !isSampling(word) && !isSampling(words[at - 1]));
}

/** The command that checks a record of that name with the same rules. */
export function checkCommand(recommend: readonly string[], name: string): string[] {
  return ['wirewise', 'check', `${name}.wirewise.yaml`, ...rulesWords(recommend)];
}

/** The command that prints a starter with the same rules. */
export function snippetCommand(
  recommend: readonly string[],
  { protocol, language }: { readonly protocol: string; readonly language: string },
): string[] {
  return ['wirewise', 'snippet', protocol, '--language', language, ...rulesWords(recommend)];
}

/** The words of a command that say which rules decide. */
function rulesWords(command: readonly string[]): string[] {
  return command.flatMap((word, at) => {
    if (word === '--no-project') return [word];
    return word === '--rules' ? [word, command[at + 1] ?? ''] : [];
  });
}

/** Ids of the warnings that a record has to accept. `record` refuses to write one that leaves some out. */
export function warningsToAccept(warnings: readonly Warning[]): string[] {
  return warnings.filter(({ severity }) => severity !== 'info').map(({ id }) => id);
}
