/** Reads the files of one rule pack. A fault in one file does not keep the others from being read. */
import { basename, dirname, join } from 'node:path';
import type { z } from 'zod';
import { didYouMean } from '../../text/did-you-mean.ts';
import { printable } from '../../text/printable.ts';
import type { Findings } from '../../yaml/diagnostics.ts';
import type { Written } from '../../yaml/node.ts';
import type { RuleFs } from '../../yaml/read-file.ts';
import { matchForm } from '../../yaml/validate.ts';
import { languageForm, mistakeForm, modelForm, presetForm } from '../forms/advice.ts';
import { confidenceForm } from '../forms/confidence.ts';
import { cellsForm, criterionForm } from '../forms/criterion.ts';
import { packForm, projectFileForm } from '../forms/pack.ts';
import { protocolForm, protocolPartForm } from '../forms/protocol.ts';
import { questionForm } from '../forms/question.ts';
import { componentForm, systemMistakeForm } from '../forms/system.ts';
import { FILES } from '../messages.ts';
import { PackFiles } from './pack-files.ts';
import { PROJECT_FILE, PROJECT_FOLDER } from './pack-order.ts';
import type { Entry, Kind, ParsedPacks } from './parsed-packs.ts';
import { readPackStarters } from './starters.ts';

const EXTENSION = '.yaml';

/** A pack without base rules needs these: without them there is nothing to decide. */
const NEEDED = ['pack.yaml', 'criteria.yaml', 'questions.yaml'];

const PROTOCOLS = 'protocols';

const SNIPPETS = 'snippets';

/** Folders of a pack that other modules read. */
const OTHER_FOLDERS = [SNIPPETS, 'scenarios', 'systems'];

/** Folders that only the built-in rules have. */
const BUILT_IN_FOLDERS = ['projects', 'brokers', 'proxies'];

const READERS: Readonly<Record<string, (reader: PackReader, path: string) => void>> = {
  'pack.yaml': (reader, path) => reader.readIdentity(path),
  'criteria.yaml': (reader, path) => reader.readList(path, 'criteria', criterionForm, reader.parsed.criteria),
  'questions.yaml': (reader, path) => reader.readList(path, 'questions', questionForm, reader.parsed.questions),
  'presets.yaml': (reader, path) => reader.readList(path, 'presets', presetForm, reader.parsed.presets),
  'mistakes.yaml': (reader, path) => reader.readList(path, 'mistakes', mistakeForm, reader.parsed.mistakes),
  'components.yaml': (reader, path) => reader.readList(path, 'components', componentForm, reader.parsed.components),
  'system-mistakes.yaml': (reader, path) =>
    reader.readList(path, 'systemMistakes', systemMistakeForm, reader.parsed.systemMistakes),
  'estimates.yaml': (reader, path) => reader.readList(path, 'models', modelForm, reader.parsed.models),
  'confidence.yaml': (reader, path) => reader.readConfidence(path),
  'languages.yaml': (reader, path) => reader.readList(path, 'languages', languageForm, reader.parsed.languages),
};

/** The names that a rule pack may hold. */
const KNOWN = [...Object.keys(READERS), PROTOCOLS, ...OTHER_FOLDERS];

export interface PackSource {
  /** A folder, or a file called {@link PROJECT_FILE}. */
  readonly dir: string;
  /** Its number, from 0. */
  readonly pack: number;
  /** Whether it is the first pack and there are no base rules: then it must have criteria, questions and protocols. */
  readonly isFirst: boolean;
  /** The entry of `extends` that named it, if there is one. */
  readonly namedAt?: Written | undefined;
}

/** Reads a pack, or a project file, and adds it to the others. A pack without pack.yaml has the name of its folder. */
export function readPack(source: PackSource, parsed: ParsedPacks, fs: RuleFs, findings: Findings): void {
  const isProject = basename(source.dir) === PROJECT_FILE;
  const reader = new PackReader(source, parsed, new PackFiles(source.dir, fs, findings));
  if (isProject) reader.readProjectFile(source.dir);
  else reader.readFolder(fs);
}

class PackReader {
  readonly parsed: ParsedPacks;
  readonly #source: PackSource;
  readonly #dir: string;
  readonly #files: PackFiles;

  constructor(source: PackSource, parsed: ParsedPacks, files: PackFiles) {
    this.#source = source;
    this.#dir = source.dir;
    this.parsed = parsed;
    this.#files = files;
  }

  readFolder(fs: RuleFs): void {
    // The rules of a project are part of it.
    const project = basename(this.#dir) === PROJECT_FOLDER ? dirname(this.#dir) : undefined;
    const folder = fs.readFolder(this.#dir, project);
    if (folder.kind !== 'folder') {
      this.#reportFolder(folder.kind === 'missing' ? 'there is none' : folder.cause);
      return;
    }
    const present = folder.entries.map(({ name }) => name);
    this.#checkNames(present);
    if (this.#source.isFirst) this.#checkNeeded(present);
    if (!present.includes('pack.yaml'))
      this.parsed.packs.push(`${printable(basename(join(this.#dir, '.')))}@unversioned`);
    for (const [name, readFile] of Object.entries(READERS)) {
      if (present.includes(name)) readFile(this, join(this.#dir, name));
    }
    if (present.includes(PROTOCOLS)) this.#readProtocols(join(this.#dir, PROTOCOLS));
    if (present.includes(SNIPPETS)) {
      const dir = join(this.#dir, SNIPPETS);
      this.parsed.starters.push({ dir, data: readPackStarters(dir, this.#files) });
    }
  }

  #reportFolder(cause: string): void {
    const { namedAt } = this.#source;
    const wanted = /\.ya?ml$/i.test(this.#dir)
      ? `a folder, or a file called ${PROJECT_FILE}`
      : 'a folder with rule files';
    if (namedAt) {
      this.#files.findings.report(namedAt.place(), FILES.noFolderFrom, { wanted, path: this.#dir, cause });
    } else this.#files.report(this.#dir, FILES.noFolder, { wanted, cause });
  }

  #checkNeeded(present: readonly string[]): void {
    const missing = [...NEEDED, PROTOCOLS].filter((name) => !present.includes(name));
    for (const name of missing) this.#files.report(join(this.#dir, name), FILES.missing, { name });
    for (const kind of ['criteria', 'questions', 'protocols'] as const) {
      if (missing.includes(kind) || missing.includes(`${kind}${EXTENSION}`)) this.parsed.incomplete.add(kind);
    }
  }

  /** Without this report a file under a wrong name would be ignored silently. */
  #checkNames(present: readonly string[]): void {
    for (const name of present.filter((one) => !one.startsWith('.') && !KNOWN.includes(one))) {
      const path = join(this.#dir, name);
      if (BUILT_IN_FOLDERS.includes(name)) {
        if (this.#source.isFirst) continue;
        this.#files.report(path, FILES.builtInOnly, { name });
        continue;
      }
      const near = didYouMean(name, KNOWN) || didYouMean(name.replace(/\.yml$/i, EXTENSION), KNOWN);
      if (near === '' && !/\.ya?ml$/i.test(name)) continue;
      this.#files.report(path, FILES.unexpected, { name, known: KNOWN });
    }
    if (!present.some((name) => KNOWN.includes(name))) this.#files.report(this.#dir, FILES.noRules, { known: KNOWN });
  }

  readConfidence(path: string): void {
    const file = this.#files.yaml(path);
    const data = file && matchForm(file, confidenceForm, this.#files.findings);
    if (data) this.parsed.confidence = data;
  }

  readIdentity(path: string): void {
    const file = this.#files.yaml(path);
    const data = file && matchForm(file, packForm, this.#files.findings);
    if (!file || !data) return;
    this.parsed.packs.push(`${data.name}@${data.version}`);
    this.#addForbids(file, data.forbid);
  }

  /** `wirewise.yaml`: a small pack in one file. */
  readProjectFile(path: string): void {
    this.parsed.packs.push(PROJECT_FILE);
    const file = this.#files.yaml(path);
    const data = file && matchForm(file, projectFileForm, this.#files.findings);
    if (!file || !data) return;
    this.#addForbids(file, data.forbid);
    for (const [id, cells] of file.child('cells')?.entries() ?? []) {
      const fitting = matchForm(cells, cellsForm, this.#files.findings);
      const { pack } = this.#source;
      this.parsed.parts.push({ id, idAt: { node: cells, part: 'key' }, cells, data: fitting, pack });
    }
    const answers = file.child('answers');
    if (answers) this.parsed.defaults.push(answers);
  }

  #addForbids(file: Written, forbid: Readonly<Record<string, string | false>> = {}): void {
    for (const [id, because] of Object.entries(forbid)) {
      const node = file.follow(['forbid', id]);
      this.parsed.forbids.push({ id, because, node, pack: this.#source.pack });
    }
  }

  readList<Form extends z.ZodType>(path: string, kind: Kind, form: Form, entries: Entry<z.output<Form>>[]): void {
    const file = this.#files.yaml(path);
    if (file !== undefined && Array.isArray(file.value)) {
      for (const node of file.items()) entries.push(this.#entry(node, form));
      return;
    }
    this.parsed.incomplete.add(kind);
    if (file === undefined) return;
    this.#files.findings.report(file.place(), FILES.noList, { value: file.value, what: '' });
  }

  #readProtocols(dir: string): void {
    const entries = this.#files.entries(dir, 'a folder with protocols');
    if (entries === undefined) this.parsed.incomplete.add('protocols');
    for (const { name } of entries ?? []) {
      if (name.startsWith('.')) continue;
      const path = join(dir, name);
      if (name.endsWith(EXTENSION)) this.#readProtocol(path, name.slice(0, -EXTENSION.length));
      else {
        this.#files.report(path, FILES.unexpectedProtocol, {});
      }
    }
  }

  #readProtocol(path: string, wantedId: string): void {
    const file = this.#files.yaml(path);
    if (file === undefined) {
      this.parsed.incomplete.add('protocols');
      return;
    }
    const id = file.child('id');
    if (id?.text() !== undefined && id.text() !== wantedId) {
      this.#files.findings.report(id.place(), FILES.wrongId, { wanted: wantedId, value: id.value });
    }
    if (file.child('extends')) this.#addPart(file, id);
    else this.parsed.protocols.push(this.#entry(file, protocolForm));
  }

  #addPart(file: Written, id: Written | undefined): void {
    const data = matchForm(file, protocolPartForm, this.#files.findings);
    const name = id?.text();
    if (!id || name === undefined) return;
    this.parsed.parts.push({
      id: name,
      idAt: { node: id, part: 'value' },
      cells: file.child('cells'),
      data: data?.cells,
      ...(data?.reason !== undefined && { reason: data.reason }),
      pack: this.#source.pack,
    });
  }

  #entry<Form extends z.ZodType>(node: Written, form: Form): Entry<z.output<Form>> {
    return { node, data: matchForm(node, form, this.#files.findings), pack: this.#source.pack };
  }
}
