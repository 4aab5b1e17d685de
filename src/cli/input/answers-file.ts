import type { Rules } from '../../core/model.ts';
import type { Input } from '../../core/overrides.ts';
import { readAnswers } from '../../documents/read-answers.ts';
import { isMap } from '../../text/lists.ts';
import { formatDiagnostic } from '../../yaml/diagnostic.ts';
import { Findings } from '../../yaml/diagnostics.ts';
import type { Path } from '../../yaml/node.ts';
import { parseYaml } from '../../yaml/parse.ts';
import { Failure, usageFailure } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { readInput } from './read-input.ts';

/**
 * Reads answers from a YAML or JSON file (answers, a record, or a saved decision), or from standard input for `-`. JSON is read as YAML.
 *
 * @throws Failure with every problem of the file, each with its line and column
 */
export async function readAnswersFile(rules: Rules, path: string, io: Io): Promise<Input> {
  const { name, bytes } = await readInput(path, io);
  const findings = new Findings();
  if (isBlank(bytes)) throw usageFailure([`Expected answers in ${name}, such as "${example(rules)}"; it is empty.`]);
  const file = parseYaml(name, bytes, findings);
  const document = file && answersIn(file.value);
  const input =
    document &&
    readAnswers(rules, document.answers, (keys, part, message) =>
      findings.add(file.place(document.pathTo(keys), part), 'wrong-answer', message),
    );
  const problems = findings.sorted().map(formatDiagnostic);
  if (!input || problems.length > 0) throw new Failure(EXIT.usage, problems.join('\n'));
  return input;
}

interface AnswersDocument {
  readonly answers: unknown;
  /** Where keys of the answers stand in the file. */
  readonly pathTo: (keys: Path) => Path;
}

/**
 * The answers of a file: the whole, or of a record, a saved decision or a line of batch the part under `answers`, because no
 * question can be called so. A saved decision has its weights and minima under `overrides`.
 */
function answersIn(value: unknown): AnswersDocument {
  if (!isMap(value) || !Object.hasOwn(value, 'answers')) return { answers: value, pathTo: (keys) => keys };
  const { answers, overrides } = value;
  if (!isMap(answers)) return { answers: [], pathTo: () => ['answers'] };
  if (!isMap(overrides)) return { answers, pathTo: (keys) => ['answers', ...keys] };
  const isOverride = ([key]: Path) => typeof key === 'string' && Object.hasOwn(overrides, key);
  return {
    answers: { ...answers, ...overrides },
    pathTo: (keys) => [isOverride(keys) ? 'overrides' : 'answers', ...keys],
  };
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
