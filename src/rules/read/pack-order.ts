/** Which packs lie beneath which: follows `extends` before anything else of a pack is read. */
import { basename, dirname, isAbsolute, join } from 'node:path';
import { Findings } from '../../yaml/diagnostics.ts';
import type { Written } from '../../yaml/node.ts';
import type { RuleFs } from '../../yaml/read-file.ts';
import { matchForm } from '../../yaml/validate.ts';
import { packForm, projectFileForm } from '../forms/pack.ts';
import { PackFiles } from './pack-files.ts';

/** The file of a project that lays something over the rules without being a folder of its own. */
export const PROJECT_FILE = 'wirewise.yaml';

/** Packs under packs: beyond this a circle is likelier, through symbolic links. */
const DEEPEST = 20;

export interface OrderedPack {
  /** A folder, or a file called {@link PROJECT_FILE}. */
  readonly path: string;
  /** Which of the sources brought it in: its number, from 0. */
  readonly source: number;
  /** The entry of `extends` that named it; absent for a source itself. */
  readonly namedAt?: Written;
}

/**
 * All packs in the order in which they are laid: what a pack extends lies beneath it. Each one is there once: a source
 * that is named again counts where it is named last, what several extend counts where it is first needed.
 */
export function orderPacks(sources: readonly string[], fs: RuleFs, findings: Findings): OrderedPack[] {
  const ordered: OrderedPack[] = [];
  const done = new Set<string>();
  const visit = (pack: OrderedPack, above: readonly string[]): void => {
    const { path, source, namedAt } = pack;
    const circle = above.includes(path);
    if (circle || above.length > DEEPEST) {
      const way = [...above.slice(Math.max(0, above.indexOf(path))), path].join(' → ');
      const message = circle ? `Circle of packs: ${way}.` : `Expected at most ${DEEPEST} packs beneath each other.`;
      if (namedAt) findings.add(namedAt.place(), 'circular-extends', `${message} Remove one "extends".`);
      return;
    }
    if (done.has(path)) return;
    for (const { path: beneath, node } of extended(path, fs)) {
      visit({ path: beneath, source, namedAt: node }, [...above, path]);
    }
    done.add(path);
    ordered.push(pack);
  };
  const paths = sources.map(plainPath);
  for (const [source, path] of paths.entries()) {
    if (paths.lastIndexOf(path) === source) visit({ path, source }, []);
  }
  return ordered;
}

/** What the pack names under `extends`. A file with faults extends nothing: they are reported when it is read. */
function extended(path: string, fs: RuleFs): { path: string; node: Written }[] {
  const isFile = basename(path) === PROJECT_FILE;
  const file = isFile ? path : join(path, 'pack.yaml');
  const ignored = new Findings();
  const top = new PackFiles(dirname(file), fs, ignored).yaml(file);
  const data = top && matchForm(top, isFile ? projectFileForm : packForm, ignored);
  const list = top?.child('extends');
  if (!data?.extends || !list) return [];
  const nodes = list.text() === undefined ? list.items() : [list];
  return nodes.flatMap((node) => {
    const target = node.text() ?? '';
    return [{ path: plainPath(isAbsolute(target) ? target : join(file, '..', target)), node }];
  });
}

/** One way to write a path, so that a pack is known again. */
function plainPath(path: string): string {
  return join(path).replace(/(?<=.)[\\/]+$/, '');
}
