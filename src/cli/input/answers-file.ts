import type { Rules } from '../../core/model.ts';
import type { Input } from '../../core/overrides.ts';
import { readAnswers } from '../../documents/read-answers.ts';
import { formatDiagnostic } from '../../yaml/diagnostic.ts';
import { Findings } from '../../yaml/diagnostics.ts';
import { parseYaml } from '../../yaml/parse.ts';
import { Failure, usageFailure } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { readInput } from './read-input.ts';

/**
 * Reads answers from a YAML or JSON file, or from standard input for `-`. JSON is read as YAML.
 *
 * @throws Failure with every problem of the file, each with its line and column
 */
export async function readAnswersFile(rules: Rules, path: string, io: Io): Promise<Input> {
  const { name, bytes } = await readInput(path, io);
  const findings = new Findings();
  if (isBlank(bytes)) throw usageFailure([`Expected answers in ${name}, such as "${example(rules)}"; it is empty.`]);
  const file = parseYaml(name, bytes, findings);
  const input =
    file &&
    readAnswers(rules, file.value, (keys, part, message) =>
      findings.add(file.place(keys, part), 'wrong-answer', message),
    );
  const problems = findings.sorted().map(formatDiagnostic);
  if (!input || problems.length > 0) throw new Failure(EXIT.usage, problems.join('\n'));
  return input;
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
