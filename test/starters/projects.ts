/** The projects and proxies of the built-in rules, read from their files. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PackFiles } from '../../src/rules/read/pack-files.ts';
import { readProjects } from '../../src/rules/read/projects.ts';
import { readProxies } from '../../src/rules/read/proxies.ts';
import { formatDiagnostic } from '../../src/yaml/diagnostic.ts';
import { Findings } from '../../src/yaml/diagnostics.ts';
import { nodeFs } from '../../src/yaml/read-file.ts';

const RULES = fileURLToPath(new URL('../../rules', import.meta.url));

const findings = new Findings();
const files = new PackFiles(RULES, nodeFs, findings);

export const projects = readProjects(RULES, files);
export const proxies = readProxies(join(RULES, 'proxies'), files);

const problems = findings.sorted().map(formatDiagnostic);
if (problems.length > 0) throw new Error(problems.join('\n'));
