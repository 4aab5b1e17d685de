import type { Rules } from '../../core/model.ts';
import { readAnswers } from '../../documents/read-answers.ts';
import { didYouMean } from '../../text/did-you-mean.ts';
import { isMap } from '../../text/lists.ts';
import { formatDiagnostic } from '../../yaml/diagnostic.ts';
import { Findings } from '../../yaml/diagnostics.ts';
import type { Path } from '../../yaml/node.ts';
import { parseYaml } from '../../yaml/parse.ts';
import { Failure, usageFailure } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import type { CollectedInput } from './collected-input.ts';
import { readInput } from './read-input.ts';

/**
 * Reads answers from a YAML or JSON file (answers, a record, or a saved decision), or from standard input for `-`. JSON is read as YAML.
 *
 * @throws Failure with every problem of the file, each with its line and column
 */
export async function readAnswersFile(rules: Rules, path: string, io: Io): Promise<CollectedInput> {
  const { name, bytes } = await readInput(path, io);
  const findings = new Findings();
  if (isBlank(bytes)) throw usageFailure([`Expected answers in ${name}, such as "${example(rules)}"; it is empty.`]);
  const file = parseYaml(name, bytes, findings);
  const document = file && answersIn(file.value);
  if (document && findings.sorted().length === 0 && isForeign(document.answers, rules)) {
    const isSystem = isMap(document.answers) && Object.hasOwn(document.answers, 'legs');
    const hint = isSystem ? ` It is a system: use "wirewise system ${name}".` : '';
    throw usageFailure([
      `Expected answers in ${name}, such as "${example(rules)}": none of its keys is a question.${hint}`,
    ]);
  }
  const input =
    document &&
    readAnswers(rules, document.answers, (keys, part, message) =>
      findings.add(file.place(document.pathTo(keys), part), 'wrong-answer', message),
    );
  const problems = findings.sorted().map(formatDiagnostic);
  if (!document || !input || problems.length > 0) throw new Failure(EXIT.usage, problems.join('\n'));
  return { ...input, core: document.core };
}

/**
 * Whether a file has nothing to do with answers. Then it may be one that a link passes off as answers, and what it holds is
 * not to be printed.
 */
function isForeign(answers: unknown, { questions }: Rules): boolean {
  if (!isMap(answers)) return false;
  const known = [...questions.map(({ id }) => id), 'weight', 'must', 'preset'];
  const keys = Object.keys(answers);
  return keys.length > 0 && keys.every((key) => !known.includes(key) && didYouMean(key, known) === '');
}

interface AnswersDocument {
  readonly answers: unknown;
  /** Whether it is a decision among the core protocols alone. */
  readonly core: boolean;
  /** Where keys of the answers stand in the file. */
  readonly pathTo: (keys: Path) => Path;
}

/**
 * The answers of a file: the whole, or of a record, a saved decision or a line of batch the part under `answers`, because no
 * question can be called so. A saved decision has its weights and minima under `overrides`.
 */
function answersIn(value: unknown): AnswersDocument {
  if (!isMap(value) || !Object.hasOwn(value, 'answers')) return { answers: value, core: false, pathTo: (keys) => keys };
  const { answers, overrides } = value;
  if (!isMap(answers)) return { answers: [], core: false, pathTo: () => ['answers'] };
  const core = value['core'] === true || ranksCoreAlone(value);
  if (!isMap(overrides)) return { answers, core, pathTo: (keys) => ['answers', ...keys] };
  const isOverride = ([key]: Path) => typeof key === 'string' && Object.hasOwn(overrides, key);
  return {
    answers: { ...answers, ...overrides },
    core,
    pathTo: (keys) => [isOverride(keys) ? 'overrides' : 'answers', ...keys],
  };
}

/** Whether a saved decision ranks the core protocols alone; it has no field of its own for that. */
function ranksCoreAlone({ ranking, excluded }: Readonly<Record<string, unknown>>): boolean {
  const all = [ranking, excluded].flatMap((list) => (Array.isArray(list) ? list : []));
  return all.length > 0 && all.every((one: unknown) => isMap(one) && one['tier'] === 'core');
}

/** Whether a file has nothing but spaces and comments. */
function isBlank(bytes: Uint8Array): boolean {
  const lines = new TextDecoder().decode(bytes).split('\n');
  return lines.every((line) => /^\s*(#|---\s*$|$)/.test(line));
}

/** An example: a question with its first answer. */
function example({ questions }: Rules): string {
  const question = questions.find(({ kind }) => kind === 'choice');
  return `${question?.id}: ${question?.options[0]?.value}`;
}
