/** Carries the values of a program over to its other end, so that the two still meet. */
import { own } from '../text/lists.ts';
import { UNPRINTABLE } from '../text/printable.ts';
import { checkSlotValue } from './slots.ts';
import type { StarterSlot, StarterValue } from './starter.ts';

type Values = Readonly<Record<string, StarterValue>>;
type Slots = Readonly<Record<string, StarterSlot>>;

/** One end: its slots, and the values that it comes with. */
export interface End {
  readonly slots: Slots;
  readonly usual: Values;
}

export interface Carried {
  /** What to set at the other end. */
  readonly set: Values;
  /** Slots of this end whose values the other end cannot follow. */
  readonly lost: readonly string[];
}

/** Slots that hold an address, and those of a program that listens there. */
const ADDRESSES = [
  { address: 'endpoint', port: 'port', path: 'path' },
  { address: 'fallback', port: 'fallback-port', path: 'path' },
] as const;
type AddressNames = (typeof ADDRESSES)[number];

/** Ports that an address does not name. */
const STANDARD_PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'ws:': 80, 'https:': 443, 'wss:': 443 };

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** @param values those of this end now */
export function carryValues(here: End, values: Values, there: End): Carried {
  const offers = [
    ...sameNames(here, values, there),
    ...followers(here, values, there),
    ...addresses(here, values, there),
  ];
  const set: Record<string, StarterValue> = {};
  const lost: string[] = [];
  for (const { name, from, value } of offers) {
    const slot = own(there.slots, name);
    const checked = slot && value !== undefined && isPlain(value) ? checkSlotValue(name, slot, value) : undefined;
    if (checked === undefined || 'problem' in checked) lost.push(from);
    else if (checked.value !== there.usual[name]) set[name] = checked.value;
  }
  return { set, lost: [...new Set(lost)] };
}

/** Whether it can stand in a command without the shell's help. */
function isPlain(value: StarterValue): boolean {
  return typeof value !== 'string' || value.search(UNPRINTABLE) < 0;
}

/** A value for a slot of the other end, and the slot here that it comes from; `undefined`: none fits. */
interface Offer {
  readonly name: string;
  readonly from: string;
  readonly value: StarterValue | undefined;
}

function sameNames(here: End, values: Values, there: End): Offer[] {
  return Object.entries(here.slots).flatMap(([name, slot]) => {
    const other = own(there.slots, name);
    const value = values[name];
    if (other === undefined || value === undefined || slot.own === true) return [];
    const isFilter = slot.wildcards !== undefined;
    // A filter and a topic that programs come with are made for each other, though they differ.
    if (isFilter !== (other.wildcards !== undefined) && value === here.usual[name]) return [];
    const isNarrower = isFilter && other.wildcards === undefined;
    return [{ name, from: name, value: isNarrower ? withoutWildcards(String(value), slot.wildcards ?? []) : value }];
  });
}

/** Topics there that have to pass a filter here that was set. */
function followers(here: End, values: Values, there: End): Offer[] {
  return Object.entries(there.slots).flatMap(([name, { follows = '' }]) => {
    const filter = own(here.slots, follows);
    const value = values[follows];
    if (filter === undefined || value === here.usual[follows]) return [];
    return [{ name, from: follows, value: withoutWildcards(String(value), filter.wildcards ?? []) }];
  });
}

/** A topic that a filter lets through. */
function withoutWildcards(filter: string, wildcards: readonly string[]): string {
  return filter.replace(/[^./]+/g, (word) => (wildcards.includes(word) ? 'one' : word));
}

function addresses(here: End, values: Values, there: End): Offer[] {
  return ADDRESSES.flatMap((names) => {
    if (names.address in here.slots && names.port in there.slots) return toListener(names, here, values, there);
    if (names.port in here.slots && names.address in there.slots) return toCaller(names, here, values, there);
    return [];
  });
}

function toListener({ address, port, path }: AddressNames, here: End, values: Values, there: End): Offer[] {
  const [now, usual] = [urlOf(values[address]), urlOf(here.usual[address])];
  const from = address;
  if (values[address] === here.usual[address] || usual === undefined) return [];
  if (now?.protocol !== usual.protocol || !LOOPBACK.includes(now.hostname)) {
    return [{ name: port, from, value: undefined }];
  }
  const listensOn = now.port === '' ? (STANDARD_PORTS[now.protocol] ?? there.usual[port]) : Number(now.port);
  const offers = [{ name: port, from, value: listensOn }];
  if (path in here.slots) return offers;
  // Servers without a path of their own answer on all when they come with "/", else on one that is fixed.
  if (!(path in there.slots)) {
    const isSame = now.pathname === usual.pathname || usual.pathname === '/';
    return isSame ? offers : [...offers, { name: path, from, value: undefined }];
  }
  const rest = restOf(usual.pathname, there.usual[path]);
  const value = now.pathname.endsWith(rest) ? now.pathname.slice(0, now.pathname.length - rest.length) : undefined;
  return [...offers, { name: path, from, value: value === '' ? '/' : value }];
}

function toCaller({ address, port, path }: AddressNames, here: End, values: Values, there: End): Offer[] {
  const usual = urlOf(there.usual[address]);
  const isMoved = [port, path].some((name) => values[name] !== here.usual[name]);
  if (usual === undefined || !isMoved) return [];
  const hasPath = path in here.slots && !(path in there.slots);
  const isOwnPort = usual.port === '' && values[port] === here.usual[port];
  const host = isOwnPort ? usual.hostname : `${usual.hostname}:${values[port]}`;
  const pathname = hasPath ? joinPath(String(values[path]), restOf(usual.pathname, here.usual[path])) : usual.pathname;
  // The one who wrote an address without a path gets none.
  const isBare = pathname === '/' && !String(there.usual[address]).endsWith('/');
  const text = `${usual.protocol}//${host}${isBare ? '' : pathname}`;
  const from = hasPath && values[path] !== here.usual[path] ? path : port;
  return [{ name: address, from, value: URL.canParse(text) && pathname.startsWith('/') ? text : undefined }];
}

/** What an address has behind the path of the server. */
function restOf(pathname: string, path: StarterValue | undefined): string {
  const base = String(path ?? '');
  return base !== '/' && pathname.startsWith(base) ? pathname.slice(base.length) : '';
}

function joinPath(path: string, rest: string): string {
  return rest === '' ? path : `${path.replace(/\/$/, '')}${rest}`;
}

function urlOf(value: StarterValue | undefined): URL | undefined {
  const text = String(value ?? '');
  return URL.canParse(text) ? new URL(text) : undefined;
}
