/** One Java compiler for all rows of a worker: to start another one for each takes ten times as long as to compile. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const COMPILER = fileURLToPath(new URL('Compiler.java', import.meta.url));

let running: { readonly child: ChildProcessWithoutNullStreams; readonly answers: Interface } | undefined;
/** Settles with the answer before: one line is asked and answered at a time. */
let last: Promise<unknown> = Promise.resolve();

function start(): NonNullable<typeof running> {
  const child = spawn('java', ['-Xmx512m', COMPILER]);
  return { child, answers: createInterface(child.stdout) };
}

async function ask(words: readonly string[]): Promise<void> {
  running ??= start();
  const { child, answers } = running;
  const over = new AbortController();
  const { signal } = over;
  const gone = once(child, 'exit', { signal }).then(() => Promise.reject(new Error('The Java compiler has ended.')));
  child.stdin.write(`${words.join('\t')}\n`);
  const [answer] = await Promise.race([once(answers, 'line', { signal }), gone]).finally(() => over.abort());
  const [exitCode, said = ''] = String(answer).split(' ');
  if (exitCode !== '0') throw new Error(Buffer.from(said, 'base64').toString());
}

/** Compiles a file into the folder in which it is. */
export function compileJava(folder: string, main: string, classPath: string): Promise<void> {
  const turn = last.then(() => ask(['-cp', classPath, '-d', folder, `${folder}/${main}`]));
  last = turn.catch(() => undefined);
  return turn;
}

/** Ends the compiler, if there is one. */
export function stopJavac(): void {
  running?.child.stdin.end();
  running = undefined;
}
