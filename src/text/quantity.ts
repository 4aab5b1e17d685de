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

/** Thousands and millions of messages in a period, such as `200k/s`. */
const COMBINED: readonly AcceptedUnit[] = COUNTS.flatMap((count) =>
  RATES.map((rate) => ({ name: `${count.name}${rate.name}`, times: count.times * rate.times })),
);

const PER_SECOND = 'per second';

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

/**
 * A text that `parseQuantity` reads as exactly this number, with few digits: `5/h` for 0.00138888888888889 messages per
 * second. Whole numbers and short fractions stay as they are.
 */
export function shortestQuantity(value: number, unit: string | undefined): string {
  const plain = String(value);
  if (plain.length <= PLAIN_LENGTH || Number.isInteger(value)) return plain;
  const [best] = unitsFor(unit)
    .map(({ name, times }) => ({ digits: String(Number((value / times).toPrecision(12))), name }))
    .filter(({ digits, name }) => parseQuantity(digits + name, unit) === value)
    .sort((a, b) => a.digits.length - b.digits.length);
  return best && best.digits.length <= PLAIN_LENGTH ? best.digits + best.name : plain;
}

/** Characters up to which a fraction reads well without a unit. */
const PLAIN_LENGTH = 5;

/** Names of the units that may follow a number, such as `ms`, `s`, `min`; without combined ones such as `k/s`. */
export function acceptedUnits(unit: string | undefined): readonly string[] {
  return unitsFor(unit).map(({ name }) => name);
}

/** A regular expression, without delimiters, of the texts that `parseQuantity` takes; for a JSON Schema. */
export function quantityPattern(unit: string | undefined): string {
  const inAnyCase = (letter: string) => `[${letter.toUpperCase()}${letter.toLowerCase()}]`;
  const names = acceptedFor(unit).map(({ name }) => name.replace('/', '\\/').replace(/[a-z]/gi, inAnyCase));
  const units = [...names, ...(unit === undefined ? [] : [unit])].join('|');
  return `^[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)? *(${units})?$`;
}

function timesOf(given: string, unit: string | undefined): number | undefined {
  if (given === unit) return 1;
  return acceptedFor(unit).find(({ name }) => name.toLowerCase() === given.toLowerCase())?.times;
}

/** With combined ones. */
function acceptedFor(unit: string | undefined): readonly AcceptedUnit[] {
  return isRate(unit) ? [...unitsFor(unit), ...COMBINED] : unitsFor(unit);
}

function isRate(unit: string | undefined): boolean {
  return unit?.includes(PER_SECOND) === true;
}

function unitsFor(unit: string | undefined): readonly AcceptedUnit[] {
  if (unit === 'ms' || unit === 's') {
    return Object.entries(SECONDS).map(([name, seconds]) => ({ name, times: seconds / SECONDS[unit] }));
  }
  if (unit === 'bytes') return BYTES;
  return isRate(unit) ? [...RATES, ...COUNTS] : COUNTS;
}

/** Spans of time from which a longer unit reads better than the shorter ones, in seconds. */
const SPANS = [
  { from: 2 * SECONDS.d, name: 'd' },
  { from: 2 * SECONDS.h, name: 'h' },
  { from: 2 * SECONDS.min, name: 'min' },
  { from: SECONDS.s, name: 's' },
  { from: 0, name: 'ms' },
] as const;

const PERIODS = [
  { name: 'second', seconds: SECONDS.s },
  { name: 'minute', seconds: SECONDS.min },
  { name: 'hour', seconds: SECONDS.h },
  { name: 'day', seconds: SECONDS.d },
] as const;

/** A whole number with commas between thousands. */
export function thousands(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** At most three digits that count, with commas between thousands: 0.00139, 16.4, 50,000. */
export function roundedNumber(value: number): string {
  const rounded = Math.abs(value) < 1000 ? Number(value.toPrecision(3)) : Math.round(value);
  return Number.isInteger(rounded) ? thousands(rounded) : String(rounded);
}

/**
 * A number with its unit, rounded, in the unit that people would use: "1 byte", "16.4 kB", "30 s", "50,000 clients", "5
 * messages an hour", "1 message every 12 days".
 */
export function withUnit(value: number, unit: string | undefined): string {
  if (unit === undefined) return roundedNumber(value);
  if (unit === 'ms' || unit === 's') return spanInWords(value * SECONDS[unit]);
  if (unit === 'bytes' && value >= 1000) {
    return value < 1e6 ? `${roundedNumber(value / 1e3)} kB` : `${roundedNumber(value / 1e6)} MB`;
  }
  if (unit.includes(PER_SECOND) && value > 0) return rateInWords(value, unit);
  return counted(roundedNumber(value), unit);
}

function spanInWords(seconds: number): string {
  const { name } = SPANS.find(({ from }) => seconds >= from) ?? { name: 'ms' as const };
  return `${roundedNumber(seconds / SECONDS[name])} ${name}`;
}

/** In the shortest period with one or more; below one a day, as how many days pass. */
function rateInWords(perSecond: number, unit: string): string {
  // Two digits: 0.017 stands for one a minute. What is just below one, such as 59.9 an hour, is one of the longer period.
  const short = (value: number) => Number(value.toPrecision(value < 100 ? 2 : 3));
  for (const { name, seconds } of PERIODS) {
    const count = short(perSecond * seconds);
    if (count < 1) continue;
    return counted(roundedNumber(count), unit.replace(PER_SECOND, `${name === 'hour' ? 'an' : 'a'} ${name}`));
  }
  const days = short(1 / (perSecond * SECONDS.d));
  return counted('1', unit.replace(PER_SECOND, `every ${roundedNumber(days)} days`));
}

function counted(number: string, unit: string): string {
  return `${number} ${number === '1' ? unit.replace(/^(\w{3,})s\b/, '$1') : unit}`;
}
