import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** Id and answers of all scenarios of rules/scenarios/, by file. */
export function readScenarios(root) {
  const folder = join(root, 'rules', 'scenarios');
  const files = readdirSync(folder).sort();
  return files.flatMap((name) =>
    parse(readFileSync(join(folder, name), 'utf8')).map(({ id, answers }) => ({ id, answers })),
  );
}
