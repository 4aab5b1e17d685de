/** Builds Rust programs with the crates that Debian 12 or 13 packages, and starts them; nothing comes over the network. */
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projects } from '../../../../test/starters/projects.ts';
import { CACHE, findProgram, LIBRARIES, runCompiler } from '../../program.ts';
import { placed } from './placed.ts';

/** Where the sources of crates lie: Debian's own, and what `.ci/install-servers` puts there from Debian 13. */
const DEBIAN_12 = { name: 'rust-12', crates: '/usr/share/cargo/registry' };
const DEBIAN_13 = { name: 'rust-13', crates: join(LIBRARIES, 'crates') };
const ONLY_IN_13 = 'tokio_tungstenite';

function cargoConfig(crates: string): string {
  return `[source.crates-io]\nreplace-with = "system"\n[source.system]\ndirectory = "${crates}"\n[net]\noffline = true\n`;
}

/** What the project of a starter names, with its features; of each version the release line, of which Debian has one. */
function dependenciesOf(text: string): readonly string[] {
  const { packages = [], groups = {} } = projects.languages['rust'] ?? {};
  return packages
    .filter(({ name, usedBy = '' }) => text.includes(usedBy) || text.includes(` ${name}::`))
    .map(({ name, version, group }) => {
      const [line = version] = /^(0\.)*[1-9]\d*/.exec(version) ?? [];
      return (groups[group]?.line ?? '')
        .replace('{{package}}', name)
        .replace('={{version}}', line)
        .replace('{{version}}', line);
    });
}

function manifest(text: string): string {
  const head = '[package]\nname = "starter"\nversion = "0.1.0"\nedition = "2021"\n[dependencies]';
  const profile = ['[profile.dev]', 'debug = false', 'incremental = false', 'strip = true', ''];
  return [head, ...dependenciesOf(text), ...profile].join('\n');
}

/** Tests of several files build at the same time: each into a file of its own. */
const WORKER = `worker-${process.env['VITEST_POOL_ID'] ?? 0}`;

const programs = new Map<string, Promise<string>>();
/** Settles with the build before: all of this worker go into one file. */
let last: Promise<unknown> = Promise.resolve();
let folder: string | undefined;

/** Where a program of this text goes: a folder that the next file of tests empties, for it uses none of them again. */
function pathOf(text: string): string {
  if (folder === undefined) {
    folder = join(CACHE, 'rust', WORKER);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }
  return join(folder, createHash('sha256').update(text).digest('hex').slice(0, 16));
}

/** The path of the program with this text, built unless it is there already. A warning of the compiler fails. */
export function buildRust(text: string): Promise<string> {
  const target = pathOf(text);
  const built = programs.get(target);
  if (built !== undefined) return built;
  const building = last.then(() => compile(text, target));
  programs.set(target, building);
  last = building.catch(() => undefined);
  return building;
}

async function compile(text: string, target: string): Promise<string> {
  const { name, crates } = text.includes(ONLY_IN_13) ? DEBIAN_13 : DEBIAN_12;
  if (!existsSync(crates)) throw new Error(`Missing ${crates}: run .ci/install-servers.`);
  const cache = join(CACHE, name);
  const project = join(cache, WORKER);
  const files = {
    [join(cache, 'cargo-home', 'config.toml')]: cargoConfig(crates),
    [join(project, 'Cargo.toml')]: manifest(text),
    [join(project, 'src', 'bin', `${WORKER}.rs`)]: text,
  };
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(path), { recursive: true });
    // Whole or not at all: cargo may read it for another worker.
    writeFileSync(`${path}.${WORKER}`, content);
    renameSync(`${path}.${WORKER}`, path);
  }
  const args = ['build', '--quiet', '--bin', WORKER, '--target-dir', join(cache, 'target')];
  const env = { CARGO_HOME: join(cache, 'cargo-home'), RUSTFLAGS: '-D warnings' };
  await runCompiler(findProgram('cargo'), args, { cwd: project, env });
  copyFileSync(join(cache, 'target', 'debug', WORKER), target);
  return target;
}

export async function startRust(folder: string, main: string, faster?: number) {
  const source = readFileSync(join(folder, main), 'utf8');
  // The pauses themselves are made shorter. With a paused clock of tokio, deadlines would pass while a program waits for
  // the network.
  const shorter = source.replace(/\bsleep\((.*)\)\.await/g, `sleep(($1) / ${faster}).await`);
  const text = faster === undefined ? source : shorter;
  return { command: await placed(text, buildRust, pathOf(text)), args: [], env: {} };
}

/** The line that prints what came, publishes or sends something, and what replaces it. */
export const RUST_EDITS = {
  fails: [
    /^( *)println!\("\{(\w+)\}"\); \/\/ your code here$/m,
    '$1if $2.contains("poison") || std::path::Path::new("outage").exists() {\n$1    return Err("no database".into());\n$1}\n$1println!("{$2}");',
  ],
  floods: [/(?<=publish\(.*)&(now\(\)\.to_string\(\))\)/, '&($1 + &"x".repeat(300_000)))'],
  // Who has an error instead of a value does not publish.
  sourceFails: [
    /(?<=if let Err\(error\) = )publish\((.*), &(now\(\)\.to_string\(\))\)/,
    'if std::path::Path::new("outage").exists() { Err("no database") } else { publish($1, &$2) }',
  ],
  sends: [
    /^( *)send\((.*), r#".*"#\.into\(\)\);$/m,
    '$1for n in 0..900 {\n$1    send($2, format!("{n} {}", "x".repeat(4000)));\n$1}',
  ],
} as const;

/** The period of a server's own events, and a shorter one. */
export const RUST_PERIOD = [/interval\(Duration::from_secs\(1\)\)/, 'interval(Duration::from_millis(20))'] as const;
