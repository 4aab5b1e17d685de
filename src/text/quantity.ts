/** Numbers with units, as people type them: `30s`, `2kB`, `1/min`, `50k`. */

/** A unit that may follow a number, and how many of the asked unit it stands for. */
interface AcceptedUnit {
  readonly name: string;
  readonly times: number;
}

const SECONDS = { ms: 0.001, s: 1, min: 60, h: 3600, d: 86_400 } as const;

const COUNTS: readonly AcceptedUnit[] = [
  { name: 'k', times: 1e3 },
  { name: 'M', times: 1e6 },
];

const BYTES: readonly AcceptedUnit[] = [
  { name: 'B', times: 1 },
  { name: 'kB', times: 1e3 },
  { name: 'MB', times: 1e6 },
  { name: 'KiB', times: 1024 },
  { name: 'MiB', times: 1024 ** 2 },
];

const RATES: readonly AcceptedUnit[] = (['s', 'min', 'h', 'd'] as const).map((name) => ({
  name: `/${name}`,
  times: 1 / SECONDS[name],
}));

/**
 * The value of a number in `unit`: `30s` is 30000 in `ms`, `2kB` 2000 in `bytes`, `1/min` a sixtieth of a message per
 * second, `50k` 50000 of anything. A number without a unit is in `unit`. Spaces are allowed between number and unit; upper
 * and lower case are the same.
 *
 * @param unit of the question: `ms`, `s`, `bytes`, a text with "per second", or any other for things that are counted
 * @returns `undefined` for a text that is no number in such a unit, and for numbers that are not finite
 */
export function parseQuantity(text: string, unit: string | undefined): number | undefined {
  const [, digits, rest = ''] = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?) *(.*)$/is.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const times = rest === '' ? 1 : timesOf(rest, unit);
  if (times === undefined) return undefined;
  const value = Number(digits) * times;
  // 15 digits: 4.35 kB are 4350 bytes, not 4349.999999999999.
  const rounded = times === 1 ? value : Number(value.toPrecision(15));
  return Number.isFinite(rounded) ? rounded : undefined;
}

/** Names of the units that may follow a number, such as `ms`, `s`, `min`. */
export function acceptedUnits(unit: string | undefined): readonly string[] {
  return unitsFor(unit).map(({ name }) => name);
}

/** A regular expression, without delimiters, of the texts that `parseQuantity` takes; for a JSON Schema. */
export function quantityPattern(unit: string | undefined): string {
  const inAnyCase = (letter: string) => `[${letter.toUpperCase()}${letter.toLowerCase()}]`;
  const names = acceptedUnits(unit).map((name) => name.replace('/', '\\/').replace(/[a-z]/gi, inAnyCase));
  const units = [...names, ...(unit === undefined ? [] : [unit])].join('|');
  return `^[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)? *(${units})?$`;
}

function timesOf(given: string, unit: string | undefined): number | undefined {
  if (given === unit) return 1;
  return unitsFor(unit).find(({ name }) => name.toLowerCase() === given.toLowerCase())?.times;
}

function unitsFor(unit: string | undefined): readonly AcceptedUnit[] {
  if (unit === 'ms' || unit === 's') {
    return Object.entries(SECONDS).map(([name, seconds]) => ({ name, times: seconds / SECONDS[unit] }));
  }
  if (unit === 'bytes') return BYTES;
  return unit?.includes('per second') ? [...RATES, ...COUNTS] : COUNTS;
}

/** A number with its unit: "1 byte", "2 bytes", "30 s"; units of few letters are symbols, which have no plural. */
export function withUnit(value: number, unit: string | undefined): string {
  if (unit === undefined) return String(value);
  return `${value} ${value === 1 ? unit.replace(/^(\w{3,})s\b/, '$1') : unit}`;
}
