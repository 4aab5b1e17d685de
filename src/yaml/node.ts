/** Values of YAML files together with their places. */
import type { Place } from './diagnostic.ts';

/** The keys of maps and indexes of lists from the top of a file to a value. */
export type Path = readonly (string | number)[];

/** Whether a place is that of the value or of its key. */
export type Part = 'key' | 'value';

/** A parsed rule file. */
export interface RuleFile {
  readonly name: string;
  readonly value: unknown;
  /** The place of a path, or of the nearest part above it that exists. */
  readonly place: (path: Path, part: Part) => Place;
}

/** A value in a rule file. It may have any type: all methods work on all values. */
export class Written {
  readonly file: RuleFile;
  readonly path: Path;
  readonly value: unknown;

  constructor(file: RuleFile, path: Path, value: unknown) {
    this.file = file;
    this.path = path;
    this.value = value;
  }

  static top(file: RuleFile): Written {
    return new Written(file, [], file.value);
  }

  place(part: Part = 'value'): Place {
    return this.file.place(this.path, part);
  }

  /** The value under a key of a map or an index of a list; `undefined` when there is none. */
  child(step: string | number): Written | undefined {
    if (typeof step === 'number')
      return Array.isArray(this.value) && step in this.value ? this.at(step, this.value[step]) : undefined;
    return isMap(this.value) && Object.hasOwn(this.value, step) ? this.at(step, this.value[step]) : undefined;
  }

  /** The node at a path from here. A node that does not exist has the value `undefined`, and the place of its parent. */
  follow(path: Path): Written {
    return path.reduce((above: Written, step) => above.child(step) ?? above.at(step, undefined), this);
  }

  /** The pairs of a map in the order in which they were written; none when this is no map. */
  entries(): [string, Written][] {
    if (!isMap(this.value)) return [];
    return Object.entries(this.value).map(([key, value]) => [key, this.at(key, value)]);
  }

  /** The keys of a map in the order in which they were written; none when this is no map. */
  keys(): string[] {
    return isMap(this.value) ? Object.keys(this.value) : [];
  }

  /** The entries of a list; none when this is no list. */
  items(): Written[] {
    if (!Array.isArray(this.value)) return [];
    return this.value.map((value: unknown, index) => this.at(index, value));
  }

  /** The node at a key or index with this value. */
  at(step: string | number, value: unknown): Written {
    return new Written(this.file, [...this.path, step], value);
  }

  isMap(): boolean {
    return isMap(this.value);
  }

  /** The text itself; `undefined` when this is no text. */
  text(): string | undefined {
    return typeof this.value === 'string' ? this.value : undefined;
  }
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
