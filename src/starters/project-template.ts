/** What turns a starter into a project: manifests of each language, and brokers to run beside it. Plain JSON. */
import type { StarterValue } from './starter.ts';

/** A package that a manifest names, pinned. */
export interface ProjectPackage {
  readonly name: string;
  /** Exact, in the language's own notation. */
  readonly version: string;
  /** The list of the manifest that it stands in. */
  readonly group: string;
  /** It is needed where the program's template holds this text; absent: always. */
  readonly usedBy?: string;
}

/** One list of a manifest, such as `dependencies`. */
export interface ProjectGroup {
  /** One entry, with `{{package}}` and `{{version}}`; of a name `a:b`, `{{vendor}}` is a and `{{package}}` b. */
  readonly line: string;
  readonly between: string;
  /** What goes around the entries, which stand at `{{lines}}`; left out as a whole where there are none. */
  readonly whole: string;
}

/** What a project in one language consists of beside its program. */
export interface ProjectKind {
  /**
   * In a template `{{name}}` is the name of the project, `{{main}}` the first file of the program, `{{stem}}` that
   * without its ending, and `{{GROUP}}` the list of a group; the mark of a list has a line of its own.
   */
  readonly files: readonly { readonly path: string; readonly template: string }[];
  readonly groups: Readonly<Record<string, ProjectGroup>>;
  readonly packages: readonly ProjectPackage[];
  /** What has to be on the machine. */
  readonly needs: string;
  /** Shell commands; may hold the marks of templates. Absent where the starter says itself how it is run. */
  readonly install?: string;
  readonly run?: string;
}

/** A broker for development, on the own machine. */
export interface BrokerKind {
  readonly name: string;
  /** Starters in these languages take it; absent: all. */
  readonly languages?: readonly string[];
  /** Starters for these products take it; absent: all. */
  readonly variants?: readonly string[];
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** The shell command that starts it in a container, and the one for a broker that is installed. */
  readonly compose: string;
  readonly plain: string;
  readonly note: string;
  /** What goes into slots of the program that nobody has set, so that it finds this broker. */
  readonly values: Readonly<Record<string, StarterValue>>;
}

export interface ProjectsData {
  /** By language id. */
  readonly languages: Readonly<Record<string, ProjectKind>>;
  /** By protocol id; the first one that takes the language counts. */
  readonly brokers: Readonly<Record<string, readonly BrokerKind[]>>;
}

/** A project, ready to be written. Paths are relative, with `/`. */
export interface Project {
  readonly files: readonly { readonly path: string; readonly text: string }[];
}
