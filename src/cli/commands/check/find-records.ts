import { readFileSync, type Stats, statSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { fdir } from 'fdir';
import { globSync, isDynamicPattern } from 'tinyglobby';
import { looksLikeRecord } from '../../../documents/read-record.ts';
import { LARGEST_FILE } from '../../../yaml/read-file.ts';
import { systemErrorInWords } from '../../errors.ts';
import { systemCode } from '../../output/temporary-file.ts';

/** What the words behind `check` name. Paths are as reports show them. */
export interface FoundRecords {
  /** Each file once, in the order in which they were named; those of a folder or a glob by path. */
  readonly files: readonly string[];
  /** YAML and JSON files in folders that do not look like recorded decisions. */
  readonly passedOver: readonly string[];
  /** Words that name nothing, and a sentence on each. */
  readonly problems: readonly { readonly word: string; readonly message: string }[];
}

/** Files with such a name are recorded decisions, whatever is in them. */
const RECORD_NAME = /\.wirewise\.(ya?ml|json)$/;

/**
 * A word is a file or a folder where there is one of that name, else a glob. A folder is searched with all that is
 * beneath it, without hidden files, `node_modules` and folders that are links: for files called `*.wirewise.yaml`
 * (`.yml`, `.json`), and for other YAML and JSON that has a version and a decision. `-` is standard input.
 */
export function findRecords(words: readonly string[], cwd: string): FoundRecords {
  const files = new Map<string, string>();
  const passedOver = new Set<string>();
  const problems: { word: string; message: string }[] = [];
  const add = (path: string) => files.set(path === '-' ? path : resolve(cwd, path), shown(path, cwd));
  for (const word of words) {
    const kind = word === '-' ? 'file' : kindOf(word, cwd);
    if (kind === 'file') add(word);
    else if (kind === 'folder') {
      const found = searchFolder(word, cwd);
      for (const path of found.files) add(path);
      for (const path of found.passedOver) passedOver.add(shown(path, cwd));
      if (found.problem !== undefined) problems.push({ word, message: found.problem });
      else if (found.files.length === 0) {
        problems.push({ word, message: `No recorded decision in ${word}.${searched(found.passedOver.length)}` });
      }
    } else if (kind === 'nothing' && isDynamicPattern(word)) {
      const found = search(word, cwd);
      for (const path of found) add(path);
      if (found.length === 0) problems.push({ word, message: `No file matches ${word}.` });
    } else {
      const cause = kind === 'nothing' ? 'it does not exist' : kind;
      problems.push({ word, message: `Cannot read ${word}: ${cause}.` });
    }
  }
  const named = new Set(files.values());
  return { files: [...named], passedOver: [...passedOver].filter((path) => !named.has(path)).sort(), problems };
}

function kindOf(word: string, cwd: string): string {
  try {
    return statSync(resolve(cwd, word)).isDirectory() ? 'folder' : 'file';
  } catch (error) {
    // A glob may be longer than a path, and hold what no path does.
    return systemCode(error) === 'EACCES' ? 'permission is denied' : 'nothing';
  }
}

function searchFolder(folder: string, cwd: string): { files: string[]; passedOver: string[]; problem?: string } {
  let all: string[];
  try {
    all = dataFilesBeneath(resolve(cwd, folder)).map((path) => `${folder.replace(/\/+$/, '')}/${path}`);
  } catch (error) {
    // A part that cannot be looked into may hold a record that fails.
    const at = error instanceof Error && 'path' in error ? shown(String(error.path), cwd) : folder;
    return { files: [], passedOver: [], problem: `Cannot read ${at}: ${systemErrorInWords(error)}.` };
  }
  const isRecord = (path: string) => RECORD_NAME.test(path) || looksLikeRecord(textOf(resolve(cwd, path)));
  const files = all.filter(isRecord);
  return { files, passedOver: all.filter((path) => !files.includes(path)) };
}

/** Links to files are among them, also those that lead nowhere; what is beneath a link to a folder is not. */
function dataFilesBeneath(root: string): string[] {
  return new fdir()
    .withRelativePaths()
    .withErrors()
    .exclude((name) => name.startsWith('.') || name === 'node_modules')
    .filter((path) => /(^|\/)[^./][^/]*\.(ya?ml|json)$/.test(path))
    .crawl(root)
    .sync()
    .sort();
}

function search(pattern: string, cwd: string): string[] {
  const ignore = pattern.includes('node_modules') ? [] : ['**/node_modules/**'];
  return globSync(pattern, {
    cwd,
    ignore,
    expandDirectories: false,
    onlyFiles: true,
    fs: { statSync: statOfFile },
  }).sort();
}

/**
 * tinyglobby asks it what a link leads to: one to a folder, which may hold a copy of all, is then passed over. A proxy,
 * because no function of ours has the type of all the forms that `statSync` has.
 */
const statOfFile = new Proxy(statSync, {
  apply(stat, self, args) {
    const found: Stats = Reflect.apply(stat, self, args);
    if (found.isDirectory()) throw new Error(`${args[0]} is a folder`);
    return found;
  },
});

/** Empty for what cannot be read, or is larger than a record may be: it is then passed over, by name. */
function textOf(path: string): string {
  try {
    return statSync(path).size > LARGEST_FILE ? '' : readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Relative to the working directory where it lies in it, with `/` between the parts. */
function shown(path: string, cwd: string): string {
  if (path === '-') return path;
  const way = relative(cwd, resolve(cwd, path));
  const isInside = way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
  return (isInside ? way : path).split(sep).join('/');
}

function searched(passedOver: number): string {
  const files = passedOver === 1 ? '1 YAML or JSON file is none' : `${passedOver} YAML or JSON files are none`;
  return ` Looked for *.wirewise.yaml, and for YAML and JSON with a version and a decision${passedOver > 0 ? `; ${files}` : ''}.`;
}
