/** Starts a starter of any language the way its README does, as it is or with the changes a user would make to it. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';
import type { StarterRole, StarterValue } from '../../../../src/starters/starter.ts';
import { findProgram, LIBRARIES, makeFolder, Program, render, type Watched, writeStarter } from '../../program.ts';
import { openPage, type ProgramPage } from '../pages/page.ts';
import { CSHARP_EDITS, CSHARP_PERIOD, startCSharp } from './csharp.ts';
import { startGo } from './go.ts';
import { JAVA_FLAGS, javaClassPath } from './java.ts';
import { compileJava } from './javac.ts';
import { childrenOf } from './machine.ts';
import { RUST_EDITS, RUST_PERIOD, startRust } from './rust.ts';
import type { Edit, Edits, UserCode } from './user-code.ts';

export const LANGUAGES = ['csharp', 'typescript', 'python', 'go', 'java', 'rust'] as const;
type ProcessLanguage = (typeof LANGUAGES)[number];
/** The programs of JavaScript are pages. */
export type Language = ProcessLanguage | 'javascript';

export interface Launch {
  readonly protocol: string;
  readonly language: Language;
  readonly role: StarterRole;
  readonly variant?: string;
  readonly set: Readonly<Record<string, StarterValue>>;
  readonly env?: Readonly<Record<string, string>>;
  /** How many times faster its pauses pass; absent: they pass as they do. */
  readonly faster?: number;
  /** Whether it is process 1 of a namespace, as in a container. */
  readonly isFirst?: boolean;
  /** What a user writes where the starter says "your code here". */
  readonly userCode?: UserCode;
}

const CLOCKS = fileURLToPath(new URL('clocks', import.meta.url));

/** A process, and the id by which the machine knows it: in a namespace of its own it calls itself 1. */
export interface Running {
  readonly program: Watched;
  readonly pid: () => number;
  /** Where its files lie. */
  readonly folder: string;
  /** Present where it runs in a browser. */
  readonly page?: ProgramPage;
}

export function isPage({ language, variant }: Pick<Launch, 'language' | 'variant'>): boolean {
  return language === 'javascript' || variant === 'react';
}

export async function launch(options: Launch): Promise<Running> {
  const folder = makeFolder();
  const own = mkdtempSync(join(folder.path, 'own-'));
  const { protocol, language, role, set, variant, userCode } = options;
  const starter = render(protocol, language, role, set, { variant });
  if (language === 'javascript' || isPage(options)) return openPage(starter, own, options);
  const [main] = starter.files;
  if (main === undefined) throw new Error('A starter without files.');
  const text = userCode === undefined ? main.text : edit(language, main.text, userCode);
  writeStarter(starter, own);
  writeFileSync(join(own, main.path), text);
  const { command, args, env } = await STARTS[language](own, main.path, options.faster);
  const all = options.isFirst === true ? ['unshare', '--pid', '--fork', '--mount-proc', command] : [command];
  const [first = command, ...rest] = all;
  const settings = { cwd: own, env: { ...env, ...options.env } };
  const program = new Program(first, [...rest, ...args], settings);
  return { program, pid: () => (options.isFirst === true ? childOf(program.pid) : program.pid), folder: own };
}

function childOf(pid: number): number {
  const [child] = childrenOf(pid);
  // Not 0, which to `kill` means all of the tests, too.
  if (child === undefined) throw new Error(`Process ${pid} has no child.`);
  return child;
}

interface Start {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export const STARTS: Readonly<
  Record<ProcessLanguage, (folder: string, main: string, faster?: number) => Start | Promise<Start>>
> = {
  csharp: startCSharp,
  typescript: (folder, main, faster) => {
    const path = join(folder, main.replace(/\.ts$/, '.mjs'));
    const source = readFileSync(join(folder, main), 'utf8');
    writeFileSync(path, transformSync(source, { loader: 'ts', format: 'esm', target: 'node20' }).code);
    const clock = faster === undefined ? [] : ['--import', join(CLOCKS, 'clock.mjs')];
    return { command: process.execPath, args: [...clock, path], env: scale(faster) };
  },
  python: (folder, main, faster) => {
    const path = [
      join(LIBRARIES, 'python'),
      join(LIBRARIES, 'wheels'),
      ...(faster === undefined ? [] : [join(CLOCKS, 'python')]),
    ].join(':');
    const args = [join(folder, main)];
    return { command: '/usr/bin/python3', args, env: { PYTHONPATH: path, PYTHONUNBUFFERED: '1', ...scale(faster) } };
  },
  go: startGo,
  java: async (folder, main, faster) => {
    const source = readFileSync(join(folder, main), 'utf8');
    // Java has no hook for its clock: the pauses themselves are made shorter.
    const pause = (call: string, ms: string) => `${call}(Math.max(1, (long) (${ms}) / ${faster ?? 1}))`;
    const text = source.replace(/\b(Thread\.sleep)\(([^;]+)\);/g, (_, call, ms) => `${pause(call, ms)};`);
    writeFileSync(join(folder, main), faster === undefined ? source : text);
    const libraries = javaClassPath(folder);
    await compileJava(folder, main, libraries);
    const args = [...JAVA_FLAGS, '-cp', `${folder}:${libraries}`, main.replace(/\.java$/, '')];
    // By its full path: a row may clear PATH.
    return { command: findProgram('java'), args, env: {} };
  },
  rust: startRust,
};

function scale(faster: number | undefined): Record<string, string> {
  return faster === undefined ? {} : { CLOCK_FASTER: String(faster) };
}

/** What a server publishes: a time. In Python, the comment of its line shows it, elsewhere the call around it. */
const SOURCE = {
  typescript: /(?<=publish\(.*)(new Date\(\)\.toISOString\(\)|Date\.now\(\))/,
  python: /(datetime\.datetime\.now\(\)\.isoformat\(\)|time\.time\(\)|\bnow\b)(?=.*# your)/,
  go: /(?<=publish\(.*)(time\.Now\(\)(?:\.UTC\(\))?(?:\.Format\(time\.RFC3339Nano\))?|\bnow\b)/,
  java: /(?<=publish\(.*)(Instant\.now\(\)(?:\.toString\(\))?|System\.currentTimeMillis\(\))/,
} as const;

/** How the line that prints what came, publishes or sends something looks in each language, and what replaces it. */
const CODE: Readonly<Record<ProcessLanguage, Edits>> = {
  csharp: CSHARP_EDITS,
  typescript: {
    fails: [
      /^( *)console\.log\((.*)\); \/\/ your code here$/m,
      "$1if (String($2).includes('poison') || (await import('node:fs')).existsSync('outage'))\n$1  throw new Error('no database');\n$1console.log($2);",
    ],
    floods: [SOURCE.typescript, "$1 + 'x'.repeat(300_000)"],
    sourceFails: [
      SOURCE.typescript,
      "(() => { if (process.getBuiltinModule('fs').existsSync('outage')) throw new Error('no database'); return $1; })()",
    ],
    sends: [/^send\(.*\);$/m, "for (let n = 0; n < 900; n++) send(n + ' ' + 'x'.repeat(4000));"],
  },
  python: {
    fails: [
      /^( *)print\((.*), flush=True\) {2}# your code.*$/m,
      "$1import os\n$1if 'poison' in str([$2]) or os.path.exists('outage'):\n$1    raise RuntimeError('no database')\n$1print($2, flush=True)",
    ],
    floods: [SOURCE.python, "$1 + 'x' * 300_000"],
    sourceFails: [SOURCE.python, "{False: $1}[__import__('os').path.exists('outage') and 'no database']"],
    sends: [/^( *)send\('.*'\)$/m, "$1for n in range(900):\n$1    send(f'{n} ' + 'x' * 4000)"],
  },
  go: {
    fails: [
      /^(\t*)fmt\.Println\((.*)\) \/\/ your code here$/m,
      '$1if err := userFails($2); err != nil {\n$1\treturn err\n$1}\n$1fmt.Println($2)',
    ],
    floods: [SOURCE.go, 'userLarge($1)'],
    sourceFails: [SOURCE.go, 'userSource($1)'],
    sends: [/^\tsend\(`.*`\)$/m, '\tfor n := range 900 {\n\t\tsend(userNumbered(n))\n\t}'],
  },
  java: {
    fails: [
      /^( *)System\.out\.println\((.*)\); \/\/ your code here$/m,
      '$1if (String.valueOf($2).contains("poison") || new java.io.File("outage").exists())\n$1  throw new IllegalStateException("no database");\n$1System.out.println($2);',
    ],
    floods: [SOURCE.java, '$1 + "x".repeat(300_000)'],
    sourceFails: [
      SOURCE.java,
      'java.util.Optional.of($1).filter(it -> !new java.io.File("outage").exists()).orElseThrow(() -> new IllegalStateException("no database"))',
    ],
    sends: [/^( *)send\("\{.*\);$/m, '$1for (int n = 0; n < 900; n++) send(n + " " + "x".repeat(4000));'],
  },
  rust: RUST_EDITS,
};

function edit(language: ProcessLanguage, text: string, userCode: UserCode): string {
  const code = typeof userCode === 'string' ? CODE[language][userCode] : userCode;
  const edits = [code, ...(userCode === 'floods' ? [PERIOD[language]] : [])];
  return edits.reduce((rest, [find, by]) => {
    if (!find.test(rest)) throw new Error(`No place for a user's code in:\n${rest}`);
    return rest.replace(find, by);
  }, text);
}

/** Where the period of a server's own events stands, and a shorter one. */
const PERIOD: Readonly<Record<ProcessLanguage, Edit>> = {
  csharp: CSHARP_PERIOD,
  typescript: [/(setInterval\(tick, )1000\)/, '$1 20)'],
  python: [/asyncio\.sleep\(1\)(\n +(?:try:\n +)?(?:await )?publish)/, 'asyncio.sleep(0.02)$1'],
  go: [/time\.NewTicker\(time\.Second\)/, 'time.NewTicker(20 * time.Millisecond)'],
  java: [/(::tick, )1, 1, TimeUnit\.SECONDS/, '$120, 20, TimeUnit.MILLISECONDS'],
  rust: RUST_PERIOD,
};
