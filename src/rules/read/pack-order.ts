/** Finds the order in which packs are merged. It follows `extends` before the packs are read. */
import { basename, isAbsolute, join } from 'node:path';
import { Findings } from '../../yaml/diagnostics.ts';
import type { Written } from '../../yaml/node.ts';
import type { RuleFs } from '../../yaml/read-file.ts';
import { matchForm } from '../../yaml/validate.ts';
import { packForm, projectFileForm } from '../forms/pack.ts';
import { FILES } from '../messages.ts';
import { PackFiles } from './pack-files.ts';

/** The name of a project file: a small pack in one file. */
export const PROJECT_FILE = 'wirewise.yaml';

/** The name of the folder with the rules of a project. */
export const PROJECT_FOLDER = '.wirewise';

/** Most packs that extend each other in a row. More are probably a circle through symbolic links. */
const DEEPEST = 20;

export interface OrderedPack {
  /** A folder, or a file called {@link PROJECT_FILE}. */
  readonly path: string;
  /** The number of the source that it belongs to, from 0. */
  readonly source: number;
  /** The entry of `extends` that named it; absent for a source itself. */
  readonly namedAt?: Written;
}

/**
 * All packs in the order in which they are merged: a pack comes after those that it extends. Each pack is listed once: a
 * repeated source at its last position, a pack that several packs extend before the first of them.
 */
export function orderPacks(sources: readonly string[], fs: RuleFs, findings: Findings): OrderedPack[] {
  const ordered: OrderedPack[] = [];
  const done = new Set<string>();
  const visit = (pack: OrderedPack, above: readonly string[]): void => {
    const { path, source, namedAt } = pack;
    const circle = above.includes(path);
    if (circle || above.length > DEEPEST) {
      const way = [...above.slice(Math.max(0, above.indexOf(path))), path];
      if (namedAt && circle) findings.report(namedAt.place(), FILES.circle, { way });
      else if (namedAt) findings.report(namedAt.place(), FILES.tooManyPacks, { most: DEEPEST });
      return;
    }
    if (done.has(path)) return;
    for (const { path: extendedPath, node } of extended(path, fs)) {
      visit({ path: extendedPath, source, namedAt: node }, [...above, path]);
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

/** The packs that a pack extends. A file with faults extends none; the faults are reported when the pack is read. */
function extended(path: string, fs: RuleFs): { path: string; node: Written }[] {
  const isFile = basename(path) === PROJECT_FILE;
  const file = isFile ? path : join(path, 'pack.yaml');
  const ignored = new Findings();
  const top = new PackFiles(path, fs, ignored).yaml(file);
  const data = top && matchForm(top, isFile ? projectFileForm : packForm, ignored);
  const list = top?.child('extends');
  if (!data?.extends || !list) return [];
  const nodes = list.text() === undefined ? list.items() : [list];
  return nodes.flatMap((node) => {
    const target = node.text() ?? '';
    return [{ path: plainPath(isAbsolute(target) ? target : join(file, '..', target)), node }];
  });
}

/** Normalises a path, so that two spellings of it are one pack. */
function plainPath(path: string): string {
  return join(path).replace(/(?<=.)[\\/]+$/, '');
}
