// What `batch` cannot do without: node bare-json.mjs LINES DECISIONS parses every line and prints its decision's JSON.
import { createReadStream, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const [, , linesFile, decisionsFile] = process.argv;
const decisions = readFileSync(decisionsFile, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));
let read = 0;
for await (const line of createInterface({ input: createReadStream(linesFile) })) {
  JSON.parse(line);
  process.stdout.write(`${JSON.stringify(decisions[read++ % decisions.length])}\n`);
}
