/** Documents that are nearly right: a good one with a few of its parts replaced, removed, renamed or copied. */
import fc from 'fast-check';
import { nastyText } from '../cli/hostile/hostile-text.ts';

/** Where in a value of maps and lists. */
type Path = readonly (string | number)[];

interface Edit {
  /** Which place, of all, from 0 to 1. */
  readonly at: number;
  readonly how: 'replace' | 'remove' | 'rename' | 'copy';
  /** Which other place it gets its value from, from 0 to 1. */
  readonly from: number;
  /** A value from elsewhere; absent: one of the same document. */
  readonly value: { readonly one: unknown } | undefined;
  readonly name: string;
}

const ODD_VALUES: readonly unknown[] = [
  ...[
    null,
    true,
    false,
    0,
    -1,
    1,
    0.5,
    1e9,
    1e308,
    5e-324,
    -0,
    2 ** 53,
    '',
    ' ',
    'yes',
    '1',
    [],
    {},
    [[]],
    [null],
    '*',
  ],
  ...[
    '2001-01-01',
    '1_000',
    '0x10',
    '12:30:45',
    '<<',
    '=',
    '~',
    '---',
    '- a',
    'a: b',
    '# a',
    '{{x}}',
    '</script>',
    '%s',
  ],
  ...[
    { all: [] },
    { any: [] },
    { not: {} },
    { given: true },
    { from: 0 },
    { count: { atLeast: 1, of: [] } },
    'a'.repeat(501),
  ],
];

/** @param names keys that mean something in such documents */
export function mutated(good: unknown, names: readonly string[]): fc.Arbitrary<unknown> {
  const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  const foreign = fc.oneof(fc.constantFrom(...ODD_VALUES), nastyText, fc.constantFrom(...names));
  const edit = fc.record({
    at: share,
    how: fc.constantFrom<Edit['how']>('replace', 'replace', 'remove', 'rename', 'copy'),
    from: share,
    value: fc.option(
      foreign.map((one) => ({ one })),
      { nil: undefined },
    ),
    name: fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...names) }, nastyText),
  });
  return fc.array(edit, { minLength: 1, maxLength: 4 }).map((edits) => {
    let value = structuredClone(good);
    for (const one of edits) value = apply(value, one);
    return value;
  });
}

function apply(root: unknown, { at, how, from, value, name }: Edit): unknown {
  const places = placesIn(root);
  const place = pick(places, at) ?? [];
  const source = value === undefined ? structuredClone(valueAt(root, pick(places, from) ?? [])) : value.one;
  const key = place.at(-1);
  const parent = valueAt(root, place.slice(0, -1));
  if (key === undefined) return how === 'replace' ? source : root;
  if (Array.isArray(parent)) {
    if (how === 'remove') parent.splice(Number(key), 1);
    else if (how === 'replace') parent[Number(key)] = source;
    else parent.splice(Number(key), 0, how === 'copy' ? structuredClone(parent[Number(key)]) : source);
  } else if (isMap(parent)) {
    const old = parent[key];
    if (how === 'remove' || how === 'rename') delete parent[key];
    // `define` and not an assignment, which would set the prototype for `__proto__`.
    if (how !== 'remove') define(parent, how === 'replace' ? String(key) : name, how === 'replace' ? source : old);
  }
  return root;
}

function define(map: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
}

function pick<One>(list: readonly One[], share: number): One | undefined {
  return list[Math.floor(share * list.length)];
}

function placesIn(value: unknown, above: Path = []): Path[] {
  const keys: readonly (string | number)[] = Array.isArray(value)
    ? [...value.keys()]
    : isMap(value)
      ? Object.keys(value)
      : [];
  return [above, ...keys.flatMap((key) => placesIn(valueAt(value, [key]), [...above, key]))];
}

function valueAt(root: unknown, path: Path): unknown {
  return path.reduce((above: unknown, step) => {
    if (Array.isArray(above)) return above[Number(step)];
    return isMap(above) && Object.hasOwn(above, step) ? above[step] : undefined;
  }, root);
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
