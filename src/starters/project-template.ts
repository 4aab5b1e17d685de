/** The data that turn a starter into a project: manifests of each language, and brokers to run with it. Plain JSON. */
import type { StarterValue } from './starter.ts';

/** A package that a manifest names, pinned. */
export interface ProjectPackage {
  readonly name: string;
  /** Exact, in the language's own notation. */
  readonly version: string;
  /** The list of the manifest that names it. */
  readonly group: string;
  /** It is needed where the program's template holds this text; absent: always. */
  readonly usedBy?: string;
}

/** One list of a manifest, such as `dependencies`. */
export interface ProjectGroup {
  /** One entry, with `{{package}}` and `{{version}}`; of a name `a:b`, `{{vendor}}` is a and `{{package}}` b. */
  readonly line: string;
  readonly between: string;
  /** The text around the entries, which replace `{{lines}}`; left out when there are no entries. */
  readonly whole: string;
}

/** The parts of a project in one language, in addition to the program. */
export interface ProjectKind {
  /**
   * In a template `{{name}}` is the name of the project, `{{main}}` the first file of the program, `{{stem}}` that
   * without its ending, and `{{GROUP}}` the list of a group; the mark of a list has a line of its own.
   */
  readonly files: readonly { readonly path: string; readonly template: string }[];
  readonly groups: Readonly<Record<string, ProjectGroup>>;
  readonly packages: readonly ProjectPackage[];
  /** The software that must be installed. */
  readonly needs: string;
  /** Shell commands, in which marks of templates are replaced. Absent: the starter's own commands count. */
  readonly install?: string;
  readonly run?: string;
}

/** A broker for development, on the developer's machine. */
export interface BrokerKind {
  readonly name: string;
  /** The languages of the starters that use it; absent: all. */
  readonly languages?: readonly string[];
  /** The products of the starters that use it; absent: all. */
  readonly variants?: readonly string[];
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** The shell command that starts it in a container, and the one for a broker that is installed. */
  readonly compose: string;
  readonly plain: string;
  readonly note: string;
  /** Values of slots that the user has not set, so that the program finds this broker. */
  readonly values: Readonly<Record<string, StarterValue>>;
}

export interface ProjectsData {
  /** By language id. */
  readonly languages: Readonly<Record<string, ProjectKind>>;
  /** By protocol id; the first one for the language counts. */
  readonly brokers: Readonly<Record<string, readonly BrokerKind[]>>;
}

/** A project, ready to be written. Paths are relative, with `/`. */
export interface Project {
  readonly files: readonly { readonly path: string; readonly text: string }[];
}
