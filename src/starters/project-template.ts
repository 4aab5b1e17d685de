/** Templates that turn a starter into a project: manifests of each language, and brokers. Plain JSON. */
import type { StarterValue } from './starter.ts';

/** A package that a manifest names, pinned. */
export interface ProjectPackage {
  readonly name: string;
  /** Exact version, in the notation of the language. */
  readonly version: string;
  /** Its list in the manifest. */
  readonly group: string;
  /** Needed if the program's template contains this text; absent: always. */
  readonly usedBy?: string;
}

/** One list of a manifest, such as `dependencies`. */
export interface ProjectGroup {
  /** One entry, with `{{package}}` and `{{version}}`; of a name `a:b`, `{{vendor}}` is a and `{{package}}` b. */
  readonly line: string;
  readonly between: string;
  /** The text around the entries, which replace `{{lines}}`; left out if there are no entries. */
  readonly whole: string;
}

/** The files of a project in one language besides its program. */
export interface ProjectKind {
  /**
   * In a template `{{name}}` is the name of the project, `{{main}}` the first file of the program, `{{stem}}` that
   * without its ending, and `{{GROUP}}` the list of a group, on a line of its own.
   */
  readonly files: readonly { readonly path: string; readonly template: string }[];
  readonly groups: Readonly<Record<string, ProjectGroup>>;
  readonly packages: readonly ProjectPackage[];
  /** What must be installed. */
  readonly needs: string;
  /** Shell commands; may contain the marks of templates. Absent if the starter has its own. */
  readonly install?: string;
  readonly run?: string;
  /** Language of the other end where this one has none. */
  readonly otherEnd?: string;
}

/** A broker for development on a local machine. */
export interface BrokerKind {
  readonly name: string;
  /** Only for starters in these languages; absent: all. */
  readonly languages?: readonly string[];
  /** Only for starters for these products; absent: all. */
  readonly variants?: readonly string[];
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** The shell commands that start it: in a container, and installed. */
  readonly compose: string;
  readonly plain: string;
  readonly note: string;
  /** Values for slots that are not set otherwise, so that the program finds this broker. */
  readonly values: Readonly<Record<string, StarterValue>>;
}

export interface ProjectsData {
  /** By language id. */
  readonly languages: Readonly<Record<string, ProjectKind>>;
  /** By protocol id; the first that fits the starter counts. */
  readonly brokers: Readonly<Record<string, readonly BrokerKind[]>>;
}

/** A project, ready to be written. Paths are relative, with `/`. */
export interface Project {
  readonly files: readonly { readonly path: string; readonly text: string }[];
}
