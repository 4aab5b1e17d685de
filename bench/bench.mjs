// npm run bench: every figure that the project holds itself to, measured in one run. Exit code 1 when one is missed.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measureStartUp } from './start-up.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const rows = [...measureStartUp(join(root, 'bin', 'wirewise.js'))];

const width = Math.max(...rows.map(({ what }) => what.length));
console.log(`${'figure'.padEnd(width)}  measured  limit`);
for (const { what, value, limit, unit } of rows) {
  const verdict = limit === undefined ? '' : value <= limit ? 'holds' : 'MISSED';
  const bound = limit === undefined ? '' : `${limit} ${unit}`;
  console.log(`${what.padEnd(width)}  ${`${value.toFixed(2)} ${unit}`.padStart(8)}  ${bound.padStart(7)}  ${verdict}`);
}
process.exitCode = rows.some(({ value, limit }) => value > limit) ? 1 : 0;
