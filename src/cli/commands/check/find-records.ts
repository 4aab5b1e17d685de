import { lstatSync, readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { fdir } from 'fdir';
import { globSync, isDynamicPattern } from 'tinyglobby';
import { looksLikeRecord } from '../../../documents/read-record.ts';
import { systemCode, systemErrorInWords } from '../../../text/system-errors.ts';
import { LARGEST_FILE } from '../../../yaml/read-file.ts';
import { shortPath } from '../../input/rule-problems.ts';

/** What the words of `check` name. Paths are as reports show them. */
export interface FoundRecords {
  /** Each file once, in the order of the words; files of a folder or a glob are sorted by path. */
  readonly files: readonly string[];
  /** YAML and JSON files in folders that do not look like recorded decisions. */
  readonly passedOver: readonly string[];
  /** Words that name no file, and a message about each. */
  readonly problems: readonly { readonly word: string; readonly message: string }[];
}

/** Files with such a name are recorded decisions, whatever their content is. */
const RECORD_NAME = /\.wirewise\.(ya?ml|json)$/;

/**
 * Finds the files of words. A word is a file or a folder if one has that name, else a glob; `-` is standard input.
 * Folders are searched recursively, without hidden files, `node_modules` and linked folders, for `*.wirewise.yaml`
 * (`.yml`, `.json`), and for other YAML and JSON that has a version and a decision.
 */
export function findRecords(words: readonly string[], cwd: string): FoundRecords {
  const files = new Map<string, string>();
  const passedOver = new Set<string>();
  const problems: { word: string; message: string }[] = [];
  const add = (path: string) =>
    files.set(path === '-' ? path : resolve(cwd, path), path === '-' ? path : shortPath(path, cwd));
  for (const word of words) {
    const kind = word === '-' ? 'file' : kindOf(word, cwd);
    if (kind === 'file') add(word);
    else if (kind === 'folder') {
      const found = searchFolder(word, cwd);
      for (const path of found.files) add(path);
      for (const path of found.passedOver) passedOver.add(shortPath(path, cwd));
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

/** Every file below the working directory that has the name of a record, and every link of such a name but to a folder. */
export function findAllRecords(cwd: string): FoundRecords {
  const files = filesBelow(RECORD_NAME)
    .crawl(cwd)
    .sync()
    .filter((path) => kindOf(path, cwd) !== 'folder')
    .sort();
  if (files.length > 0) return { files, passedOver: [], problems: [] };
  const message =
    'No recorded decision below this folder: no *.wirewise.yaml, .yml or .json. Name a file, or write one with "wirewise record".';
  return { files: [], passedOver: [], problems: [{ word: '.', message }] };
}

/** What the system says of a word that names no file: a glob may be longer than a path, and have characters that no path has. */
const NO_PATH = ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ERR_INVALID_ARG_VALUE', 'EINVAL'];

function kindOf(word: string, cwd: string): string {
  try {
    return statSync(resolve(cwd, word)).isDirectory() ? 'folder' : 'file';
  } catch (error) {
    return NO_PATH.includes(systemCode(error)) ? 'nothing' : systemErrorInWords(error);
  }
}

function searchFolder(folder: string, cwd: string): { files: string[]; passedOver: string[]; problem?: string } {
  let all: string[];
  try {
    all = dataFilesBelow(resolve(cwd, folder)).map((path) => `${folder.replace(/\/+$/, '')}/${path}`);
  } catch (error) {
    // A folder that cannot be read may hold a record that fails.
    const at = error instanceof Error && 'path' in error ? shortPath(String(error.path), cwd) : folder;
    return { files: [], passedOver: [], problem: `Cannot read ${at}: ${systemErrorInWords(error)}.` };
  }
  const isRecord = (path: string) => RECORD_NAME.test(path) || looksLikeRecord(textOf(resolve(cwd, path)));
  const files = all.filter(isRecord);
  return { files, passedOver: all.filter((path) => !files.includes(path)) };
}

/** YAML and JSON files below a folder, with links to files, even broken ones, and without linked folders. */
function dataFilesBelow(root: string): string[] {
  return filesBelow(/\.(ya?ml|json)$/)
    .withErrors()
    .crawl(root)
    .sync()
    .sort();
}

/** Searches for files, and for links, which are not followed: one that leads nowhere may have been a record. */
function filesBelow(name: RegExp) {
  return new fdir()
    .withRelativePaths()
    .exclude((folder) => folder.startsWith('.') || folder === 'node_modules')
    .filter((path) => name.test(path) && !/(^|\/)\.[^/]*$/.test(path));
}

function search(pattern: string, cwd: string): string[] {
  const ignore = pattern.includes('node_modules') ? [] : ['**/node_modules/**'];
  return globSync(pattern, {
    cwd,
    ignore,
    expandDirectories: false,
    onlyFiles: true,
    fs: { statSync: statOfFile, realpathSync: realpathOfLink },
  }).sort();
}

/**
 * `statSync` for tinyglobby, which fails for folders, so that linked folders, which may repeat the whole tree, are
 * skipped, and takes a link that leads nowhere for a file, which may have been a record. Proxies, because no plain
 * function has all the overloads of `statSync`.
 */
const statOfFile = new Proxy(statSync, {
  apply(stat, self, args) {
    const found: Stats = ifBroken(
      () => Reflect.apply(stat, self, args),
      () => lstatSync(String(args[0])),
    );
    if (found.isDirectory()) throw new Error(`${args[0]} is a folder`);
    return found;
  },
});

/** tinyglobby resolves each link before it looks what is there. */
const realpathOfLink = new Proxy(realpathSync, {
  apply: (realpath, self, args) =>
    ifBroken(
      () => Reflect.apply(realpath, self, args),
      () => args[0],
    ),
});

function ifBroken<Value>(follow: () => Value, instead: () => Value): Value {
  try {
    return follow();
  } catch {
    return instead();
  }
}

/** The text of a file; empty for one that cannot be read, or is too large to be a record. */
function textOf(path: string): string {
  try {
    return statSync(path).size > LARGEST_FILE ? '' : readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function searched(passedOver: number): string {
  const files =
    passedOver === 1 ? '1 other YAML or JSON file is not one' : `${passedOver} other YAML or JSON files are not`;
  return ` Looked for *.wirewise.yaml, and for YAML and JSON with a version and a decision${passedOver > 0 ? `; ${files}` : ''}.`;
}
