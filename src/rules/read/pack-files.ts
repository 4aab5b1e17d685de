/** Reads the files and folders of one rule pack, and reports those that cannot be read. */
import { join } from 'node:path';
import type { MessageArgs } from '../../yaml/diagnostic.ts';
import type { Findings } from '../../yaml/diagnostics.ts';
import type { Message } from '../../yaml/message.ts';
import { Written } from '../../yaml/node.ts';
import { parseYaml, type YamlOptions } from '../../yaml/parse.ts';
import { type FolderEntry, LARGEST_FILE, type RuleFs } from '../../yaml/read-file.ts';
import { FILES } from '../messages.ts';

/** Reports a file that does not exist. */
type ReportMissing = (files: PackFiles, path: string) => void;

/** The file was in the listing of its folder, so it is a link. */
const reportDangling: ReportMissing = (files, path) =>
  files.report(path, FILES.unreadable, { cause: 'its symbolic link leads nowhere' });

export class PackFiles {
  readonly findings: Findings;
  readonly #root: string | undefined;
  readonly #fs: RuleFs;

  /** @param root the folder of the pack, or its only file: nothing outside it is read, not even through a symbolic link; absent: no bound */
  constructor(root: string | undefined, fs: RuleFs, findings: Findings) {
    this.#root = root;
    this.#fs = fs;
    this.findings = findings;
  }

  /** Reports a fault of a whole file or folder. */
  report<Args extends MessageArgs>(file: string, message: Message<Args>, args: Args): void {
    this.findings.report({ file, line: 1, column: 1 }, message, args);
  }

  /** The value of a YAML file with its places; `undefined` when it has faults. */
  yaml(path: string, missing?: ReportMissing, options?: YamlOptions): Written | undefined {
    const bytes = this.bytes(path, missing);
    const file = bytes && parseYaml(path, bytes, this.findings, options);
    return file && Written.top(file);
  }

  /** The text of a file in UTF-8; `undefined` when it has faults. */
  text(path: string, missing?: ReportMissing): string | undefined {
    const bytes = this.bytes(path, missing);
    try {
      return bytes && new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      this.report(path, FILES.notUtf8, {});
      return undefined;
    }
  }

  bytes(path: string, missing = reportDangling): Uint8Array | undefined {
    const read = this.#fs.readFile(path, this.#root);
    if (read.kind === 'file') return read.bytes;
    if (read.kind === 'missing') missing(this, path);
    else if (read.kind === 'unreadable') this.report(path, FILES.unreadable, { cause: read.cause });
    else this.report(path, FILES.tooLarge, { most: LARGEST_FILE, size: read.size });
    return undefined;
  }

  /**
   * The entries of a folder; none when it does not exist, `undefined` when it cannot be read.
   *
   * @param wanted what the folder is, for the message when it cannot be read
   */
  entries(path: string, wanted = 'a readable folder'): readonly FolderEntry[] | undefined {
    const folder = this.#fs.readFolder(path, this.#root);
    if (folder.kind === 'folder') return folder.entries;
    if (folder.kind === 'missing') return [];
    this.report(path, FILES.noFolder, { wanted, cause: folder.cause });
    return undefined;
  }

  /** The names of the files of a folder that are called `<id>.yaml`, without the ending; others are reported. */
  ids(path: string): readonly string[] {
    return (this.entries(path) ?? []).flatMap(({ name, isFolder }) => {
      const id = isFolder ? undefined : /^([a-z][a-z0-9-]*)\.yaml$/.exec(name)?.[1];
      if (id === undefined) this.report(join(path, name), FILES.noId, {});
      return id ?? [];
    });
  }
}
