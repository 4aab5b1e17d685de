/** C# as far as Debian allows: mono's compiler (C# 7) and runtime. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findProgram, makeFolder, runCompiler } from '../../program.ts';
import type { Edit, Edits } from './user-code.ts';

/** Declarations of what mono lacks; Signals.cs of them runs. */
export const CSHARP_STUBS = fileURLToPath(new URL('../../csharp-stubs', import.meta.url));

/** What starters that run here are compiled with. */
export const CSHARP_LIBRARIES = ['-r:System.Net.Http.dll', join(CSHARP_STUBS, 'Signals.cs')];

/** The compiler's command: a warning is an error. */
export function csharpCompiler(target: string, rest: readonly string[]): readonly [string, readonly string[]] {
  return [findProgram('mcs'), ['-warn:4', '-warnaserror', `-out:${target}`, ...rest]];
}

/** By the text of the program: where it is. */
const compiled = new Map<string, Promise<string>>();

export async function startCSharp(folder: string, main: string, faster?: number) {
  const source = join(folder, main);
  const text = readFileSync(source, 'utf8');
  if (/\b\d+_\d/.test(text)) throw new Error("mono's compiler reads 30_000 as 300000: write it without the line.");
  // Neither .NET nor mono has a hook for the clock: the pauses themselves are made shorter.
  const pause = (_: string, ms: string) => `await Task.Delay(Math.Max(1, (int)((${ms}) / ${faster})));`;
  const changed = faster === undefined ? text : text.replace(/await Task\.Delay\(([^;]+)\);/g, pause);
  const program = compiled.get(changed) ?? compile(changed);
  compiled.set(changed, program);
  return { command: findProgram('mono'), args: [await program], env: {} };
}

async function compile(text: string): Promise<string> {
  const folder = mkdtempSync(join(makeFolder().path, 'csharp-'));
  const source = join(folder, 'Program.cs');
  writeFileSync(source, text);
  const target = join(folder, 'Program.exe');
  await runCompiler(...csharpCompiler(target, [source, ...CSHARP_LIBRARIES]));
  return target;
}

/** What a server publishes. */
const SOURCE = /Publish\((DateTime\.UtcNow\.ToString\("o"\))\)/;

export const CSHARP_EDITS: Edits = {
  fails: [
    /^( *)Console\.WriteLine\((.*)\); \/\/ your code here$/m,
    '$1if ($2.Contains("poison") || System.IO.File.Exists("outage"))\n$1  throw new InvalidOperationException("no database");\n$1Console.WriteLine($2);',
  ],
  floods: [SOURCE, "Publish($1 + new string('x', 300000))"],
  sourceFails: [
    SOURCE,
    'Publish(System.IO.File.Exists("outage") ? throw new InvalidOperationException("no database") : $1)',
  ],
  sends: [/^( *)Send\("\{.*\);$/m, '$1for (var n = 0; n < 900; n++) Send(n + " " + new string(\'x\', 4000));'],
};

export const CSHARP_PERIOD: Edit = [/Task\.Delay\(1000\)/, 'Task.Delay(20)'];
