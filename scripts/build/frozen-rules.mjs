// Compiles test/frozen-rules/ into dist.frozen/, for tests.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { importSource, root } from './bundle.mjs';
import { writeRules } from './rules.mjs';

const folder = join(root, 'dist.frozen');
mkdirSync(folder, { recursive: true });
const { compileRuleFolder } = await importSource('src/rules/build/compile-folder.ts', folder);
const compiled = compileRuleFolder(join(root, 'test/frozen-rules'));
if (compiled.problems.length > 0) throw new Error(compiled.problems.join('\n'));
writeRules(compiled, folder);
