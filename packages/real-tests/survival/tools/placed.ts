/** Programs that differ in a port alone, which is another one in each row, are built once. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** Where a port stands in a text: its own, or that of its peer. */
const PORT = /(?<=127\.0\.0\.1:)\d{5}\b|(?<=")\d{5}(?=")/;

/** Stands for the port in what is built; as long as any of five digits. */
const SOME_PORT = '#port';

/**
 * The path of the program with this text: the port is written into a copy of what was built.
 *
 * @param build what builds a program, and gives its path; it keeps what it has built
 * @param target where the copy goes
 */
export async function placed(text: string, build: (text: string) => Promise<string>, target: string): Promise<string> {
  const [port] = PORT.exec(text) ?? [];
  if (port === undefined) return build(text);
  const everywhere = new RegExp(PORT.source.replaceAll('\\d{5}', port), 'g');
  const program = readFileSync(await build(text.replace(everywhere, SOME_PORT)), 'latin1');
  if (!program.includes(SOME_PORT)) throw new Error('The program does not hold the port.');
  // One that is there already may be running.
  if (!existsSync(target))
    writeFileSync(target, program.replaceAll(SOME_PORT, port), { encoding: 'latin1', mode: 0o755 });
  return target;
}
