import type { Rules } from '../../../core/model.ts';
import { type ReadSystem, readSystem } from '../../../documents/system/read-system.ts';
import { formatDiagnostic } from '../../../yaml/diagnostic.ts';
import { Findings } from '../../../yaml/diagnostics.ts';
import { parseYaml } from '../../../yaml/parse.ts';
import { Failure, usageFailure } from '../../errors.ts';
import { EXIT } from '../../exit-codes.ts';
import { readInput } from '../../input/read-input.ts';
import type { Io } from '../../io.ts';

/**
 * Reads a system file, or standard input for `-`. The answers of the project are the defaults of every leg.
 *
 * @throws Failure with every problem of the file, each with its line and column
 */
export async function readSystemFile(rules: Rules, path: string, io: Io): Promise<ReadSystem> {
  const { name, bytes } = await readInput(path, io);
  const findings = new Findings();
  const file = parseYaml(name, bytes, findings);
  const [first] = findings.sorted();
  if (first?.code === 'empty-file')
    throw usageFailure([`Expected a system in ${name}; it is empty. "wirewise system --new" writes an example.`]);
  const defaults = { answers: rules.defaults ?? {}, overrides: undefined };
  const read = file && readSystem(rules, file, defaults, findings);
  if (read) return read;
  throw new Failure(EXIT.usage, findings.sorted().map(formatDiagnostic).join('\n'));
}
