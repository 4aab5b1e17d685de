/** Reads the files of one rule pack into a draft. Whatever is wrong with one file leaves the others to be read. */
import { basename, join } from 'node:path';
import type { z } from 'zod';
import { didYouMean } from '../../text/did-you-mean.ts';
import { printable } from '../../text/printable.ts';
import type { DiagnosticCode } from '../../yaml/diagnostic.ts';
import type { Findings } from '../../yaml/diagnostics.ts';
import { Written } from '../../yaml/node.ts';
import { parseYaml } from '../../yaml/parse.ts';
import { LARGEST_FILE, type RuleFs } from '../../yaml/read-file.ts';
import { matchForm, show } from '../../yaml/validate.ts';
import { languageForm, mistakeForm, modelForm, presetForm } from '../forms/advice.ts';
import { cellsForm, criterionForm } from '../forms/criterion.ts';
import { packForm, projectFileForm } from '../forms/pack.ts';
import { protocolForm, protocolPartForm } from '../forms/protocol.ts';
import { questionForm } from '../forms/question.ts';
import { PROJECT_FILE } from './pack-order.ts';
import type { Draft, Entry, Kind } from './parsed-packs.ts';
import { readPackStarters } from './starters.ts';

const EXTENSION = '.yaml';

/** Of a pack that lies on nothing: without these there is nothing to decide. */
const NEEDED = ['pack.yaml', 'criteria.yaml', 'questions.yaml'];

const PROTOCOLS = 'protocols';

const SNIPPETS = 'snippets';

/** Folders of a pack that are read elsewhere. */
const OTHER_FOLDERS = [SNIPPETS, 'scenarios'];

/** Folders that the build reads of the built-in rules, and nobody of packs over them. */
const BUILT_IN_FOLDERS = ['projects', 'brokers', 'proxies'];

const FILES: Readonly<Record<string, (reader: PackReader, path: string) => void>> = {
  'pack.yaml': (reader, path) => reader.readIdentity(path),
  'criteria.yaml': (reader, path) => reader.readList(path, 'criteria', criterionForm, reader.draft.criteria),
  'questions.yaml': (reader, path) => reader.readList(path, 'questions', questionForm, reader.draft.questions),
  'presets.yaml': (reader, path) => reader.readList(path, 'presets', presetForm, reader.draft.presets),
  'mistakes.yaml': (reader, path) => reader.readList(path, 'mistakes', mistakeForm, reader.draft.mistakes),
  'estimates.yaml': (reader, path) => reader.readList(path, 'models', modelForm, reader.draft.models),
  'languages.yaml': (reader, path) => reader.readList(path, 'languages', languageForm, reader.draft.languages),
};

/**
 * Adds a pack, or a project file, to the draft. A pack without pack.yaml goes by the name of its folder.
 */
export function readPack(source: PackSource, draft: Draft, fs: RuleFs, findings: Findings): void {
  const reader = new PackReader(source, draft, fs, findings);
  if (basename(source.dir) === PROJECT_FILE) reader.readProjectFile(source.dir);
  else reader.read();
}

export interface PackSource {
  /** A folder, or a file called {@link PROJECT_FILE}. */
  readonly dir: string;
  /** Its number, from 0. */
  readonly pack: number;
  /** Whether nothing lies beneath it: then it must have criteria, questions and protocols. */
  readonly isFirst: boolean;
  /** The entry of `extends` that named it, if one did. */
  readonly namedAt?: Written | undefined;
}

class PackReader {
  readonly draft: Draft;
  readonly #source: PackSource;
  readonly #dir: string;
  readonly #fs: RuleFs;
  readonly #findings: Findings;

  constructor(source: PackSource, draft: Draft, fs: RuleFs, findings: Findings) {
    this.#source = source;
    this.#dir = source.dir;
    this.draft = draft;
    this.#fs = fs;
    this.#findings = findings;
  }

  read(): void {
    const folder = this.#fs.readFolder(this.#dir);
    if (folder.kind !== 'folder') {
      const cause = folder.kind === 'missing' ? 'there is none' : folder.cause;
      const { namedAt } = this.#source;
      const wanted = /\.ya?ml$/i.test(this.#dir)
        ? `a folder, or a file called ${PROJECT_FILE}`
        : 'a folder with rule files';
      if (namedAt) {
        const message = `Expected ${wanted}, relative to this file: ${this.#dir}: ${cause}.`;
        this.#findings.add(namedAt.place(), 'missing-folder', message);
      } else this.#at(this.#dir, 'missing-folder', `Expected ${wanted}: ${cause}.`);
      return;
    }
    const present = folder.entries.map(({ name }) => name);
    this.#checkNames(present);
    const missing = this.#source.isFirst ? [...NEEDED, PROTOCOLS].filter((name) => !present.includes(name)) : [];
    for (const name of missing)
      this.#at(join(this.#dir, name), 'missing-file', `Missing ${name}: the first rule pack needs it.`);
    if (missing.includes('criteria.yaml')) this.draft.incomplete.add('criteria');
    if (missing.includes('questions.yaml')) this.draft.incomplete.add('questions');
    if (missing.includes(PROTOCOLS)) this.draft.incomplete.add('protocols');
    if (!present.includes('pack.yaml'))
      this.draft.packs.push(`${printable(basename(join(this.#dir, '.')))}@unversioned`);
    for (const [name, readFile] of Object.entries(FILES)) {
      if (present.includes(name)) readFile(this, join(this.#dir, name));
    }
    if (present.includes(PROTOCOLS)) this.#readProtocols(join(this.#dir, PROTOCOLS));
    if (present.includes(SNIPPETS)) {
      const dir = join(this.#dir, SNIPPETS);
      this.draft.starters.push({ dir, data: readPackStarters(dir, this.#fs, this.#findings) });
    }
  }

  /** A file under a wrong name would be passed over in silence. */
  #checkNames(present: readonly string[]): void {
    const known = [...Object.keys(FILES), PROTOCOLS, ...OTHER_FOLDERS];
    const rules = present.filter((name) => known.includes(name));
    for (const name of present.filter((one) => !one.startsWith('.') && !known.includes(one))) {
      if (BUILT_IN_FOLDERS.includes(name)) {
        if (this.#source.isFirst) continue;
        const message = `Unexpected ${name}: they come with the built-in rules alone. Starters of a pack use those.`;
        this.#at(join(this.#dir, name), 'unexpected-file', message);
        continue;
      }
      const near = didYouMean(name, known) || didYouMean(name.replace(/\.yml$/i, EXTENSION), known);
      if (near === '' && !/\.ya?ml$/i.test(name)) continue;
      const path = join(this.#dir, name);
      this.#at(path, 'unexpected-file', `Unexpected name in a rule pack.${near || ` Expected ${known.join(', ')}.`}`);
    }
    if (rules.length === 0)
      this.#at(this.#dir, 'missing-file', `Expected rule files in this folder: ${known.join(', ')}.`);
  }

  readIdentity(path: string): void {
    const file = this.#parse(path);
    const data = file && matchForm(file, packForm, this.#findings);
    if (file && data) {
      this.draft.packs.push(`${data.name}@${data.version}`);
      this.#takeForbids(file, data.forbid);
    }
  }

  /** `wirewise.yaml`: a pack of few words, in one file. */
  readProjectFile(path: string): void {
    this.draft.packs.push(PROJECT_FILE);
    const file = this.#parse(path);
    const data = file && matchForm(file, projectFileForm, this.#findings);
    if (!file || !data) return;
    this.#takeForbids(file, data.forbid);
    for (const [id, cells] of file.child('cells')?.entries() ?? []) {
      const fitting = matchForm(cells, cellsForm, this.#findings);
      const { pack } = this.#source;
      this.draft.parts.push({ id, idAt: { node: cells, part: 'key' }, cells, data: fitting, pack });
    }
    const answers = file.child('answers');
    if (answers) this.draft.defaults.push(answers);
  }

  #takeForbids(file: Written, forbid: Readonly<Record<string, string | false>> = {}): void {
    for (const [id, because] of Object.entries(forbid)) {
      const node = file.follow(['forbid', id]);
      this.draft.forbids.push({ id, because, node, pack: this.#source.pack });
    }
  }

  readList<Form extends z.ZodType>(path: string, kind: Kind, form: Form, entries: Entry<z.output<Form>>[]): void {
    const file = this.#parse(path);
    if (file === undefined || !Array.isArray(file.value)) {
      this.draft.incomplete.add(kind);
      if (file)
        this.#findings.add(
          file.place(),
          'wrong-type',
          `Expected a list, each entry beginning with "- id:", got ${show(file.value)}.`,
        );
      return;
    }
    for (const node of file.items()) entries.push(this.#entry(node, form));
  }

  #readProtocols(dir: string): void {
    const folder = this.#fs.readFolder(dir);
    if (folder.kind !== 'folder') {
      this.draft.incomplete.add('protocols');
      this.#at(
        dir,
        'missing-folder',
        `Expected a folder with protocols: ${folder.kind === 'missing' ? 'there is none' : folder.cause}.`,
      );
      return;
    }
    for (const { name } of folder.entries.filter((entry) => !entry.name.startsWith('.'))) {
      const path = join(dir, name);
      if (name.endsWith(EXTENSION)) this.#readProtocol(path, name.slice(0, -EXTENSION.length));
      else
        this.#at(
          path,
          'unexpected-file',
          `Unexpected file among protocols: expected files called <id>${EXTENSION} alone.`,
        );
    }
  }

  #readProtocol(path: string, wantedId: string): void {
    const file = this.#parse(path);
    if (file === undefined) {
      this.draft.incomplete.add('protocols');
      return;
    }
    const id = file.child('id');
    if (id?.text() !== undefined && id.text() !== wantedId) {
      this.#findings.add(
        id.place(),
        'file-name',
        `Expected the id ${show(wantedId)}, the name of the file, got ${show(id.value)}.`,
      );
    }
    if (file.child('extends')) this.#takePart(file, id);
    else this.draft.protocols.push(this.#entry(file, protocolForm));
  }

  #takePart(file: Written, id: Written | undefined): void {
    const data = matchForm(file, protocolPartForm, this.#findings);
    const name = id?.text();
    if (!id || name === undefined) return;
    this.draft.parts.push({
      id: name,
      idAt: { node: id, part: 'value' },
      cells: file.child('cells'),
      data: data?.cells,
      ...(data?.reason !== undefined && { reason: data.reason }),
      pack: this.#source.pack,
    });
  }

  #entry<Form extends z.ZodType>(node: Written, form: Form): Entry<z.output<Form>> {
    return { node, data: matchForm(node, form, this.#findings), pack: this.#source.pack };
  }

  #parse(path: string): Written | undefined {
    const read = this.#fs.readFile(path);
    if (read.kind === 'file') {
      const file = parseYaml(path, read.bytes, this.#findings);
      return file && Written.top(file);
    }
    if (read.kind === 'too-large') {
      this.#at(path, 'file-too-large', `Expected at most ${LARGEST_FILE} bytes, got ${read.size}. Split the pack.`);
    } else {
      const cause = read.kind === 'missing' ? 'its symbolic link leads nowhere' : read.cause;
      this.#at(path, 'unreadable-file', `Expected a readable file: ${cause}.`);
    }
    return undefined;
  }

  #at(file: string, code: DiagnosticCode, message: string): void {
    this.#findings.add({ file, line: 1, column: 1 }, code, message);
  }
}
