import { resolve } from 'node:path';
import { checkAnswers } from '../core/answers.ts';
import type { Overrides } from '../core/decision.ts';
import type { Grade, Rules } from '../core/model.ts';
import { didYouMean } from '../core/nearest.ts';
import { formatDiagnostic } from '../rules/diagnostic.ts';
import { LARGEST_FILE, nodeFs } from '../rules/disk.ts';
import { Findings } from '../rules/findings.ts';
import { parseYaml } from '../rules/parse-yaml.ts';
import { asGrade, type Input, mergeOverrides } from './collect-answers.ts';
import { EXIT } from './exit-codes.ts';
import { Failure } from './failure.ts';
import type { Io } from './io.ts';

/** The keys beside the questions; both hold a map from criterion to number. */
const OVERRIDE_KEYS = { weight: 'weight', must: 'must' } as const;

/**
 * Answers from a YAML or JSON file, or from standard input for `-`. JSON is read as the YAML that it is.
 *
 * @throws Failure with every problem of the file, each with its line and column
 */
export async function readAnswersFile(rules: Rules, path: string, io: Io): Promise<Input> {
  const name = path === '-' ? '(standard input)' : path;
  const bytes = path === '-' ? await readAll(io.stdin) : readBytes(path, io.cwd);
  const findings = new Findings();
  const file = parseYaml(name, bytes, findings);
  const input =
    file &&
    readInput(rules, file.value, (keys, part, message) =>
      findings.add(file.place(keys, part), 'wrong-answer', message),
    );
  const problems = findings.sorted().map(formatDiagnostic);
  if (!input || problems.length > 0) throw new Failure(EXIT.usage, problems.join('\n'));
  return input;
}

type Report = (path: readonly (string | number)[], part: 'key' | 'value', message: string) => void;

function readInput(rules: Rules, value: unknown, report: Report): Input {
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
  const entries = isMap ? Object.entries(value) : [];
  const isOverride = ([key]: readonly [string, unknown]) => key in OVERRIDE_KEYS;
  const plain = isMap ? Object.fromEntries(entries.filter((entry) => !isOverride(entry))) : value;
  const { answers, problems } = checkAnswers(rules.questions, plain);
  for (const { path, code, message } of problems) report(path, code === 'unknown-question' ? 'key' : 'value', message);
  const weight: Record<string, number> = {};
  const must: Record<string, Grade> = {};
  for (const [key, map] of entries.filter(isOverride)) {
    for (const [criterion, number] of overrideEntries(key, map, report)) {
      const path = [key, criterion];
      const ids = rules.criteria.map(({ id }) => id);
      const grade = asGrade(number);
      if (!ids.includes(criterion))
        report(path, 'key', `Unknown criterion "${criterion}".${didYouMean(criterion, ids)}`);
      else if (key === OVERRIDE_KEYS.weight && typeof number === 'number' && number >= 0) weight[criterion] = number;
      else if (key === OVERRIDE_KEYS.must && grade !== undefined) must[criterion] = grade;
      else
        report(
          path,
          'value',
          key === OVERRIDE_KEYS.must ? 'Expected a grade from 0 to 4.' : 'Expected a number of at least 0.',
        );
    }
  }
  return { answers, overrides: mergeOverrides(undefined, { weight, must } satisfies Overrides) };
}

function overrideEntries(key: string, map: unknown, report: Report): [string, unknown][] {
  if (typeof map === 'object' && map !== null && !Array.isArray(map)) return Object.entries(map);
  report([key], 'value', `Expected a map from criterion to number under "${key}".`);
  return [];
}

function readBytes(path: string, cwd: string): Uint8Array {
  const read = nodeFs.readFile(resolve(cwd, path));
  switch (read.kind) {
    case 'file':
      return read.bytes;
    case 'missing':
      throw new Failure(EXIT.usage, `error: Cannot read ${path}: it does not exist.`);
    case 'too-large':
      throw new Failure(EXIT.usage, tooLarge(path));
    case 'unreadable':
      throw new Failure(EXIT.usage, `error: Cannot read ${path}: ${read.cause}.`);
  }
}

async function readAll(stream: NodeJS.ReadableStream): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > LARGEST_FILE) throw new Failure(EXIT.usage, tooLarge('standard input'));
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function tooLarge(name: string): string {
  return `error: Cannot read ${name}: it is larger than ${LARGEST_FILE / 1024 / 1024} MiB.`;
}
