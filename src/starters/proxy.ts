/** Fills the slots in the configuration lines of a proxy. */
import { didYouMean } from '../text/did-you-mean.ts';
import { own } from '../text/lists.ts';
import { quote } from '../text/printable.ts';
import {
  PROXY_MARK,
  PROXY_PIECES,
  PROXY_ROUTES,
  type ProxiesData,
  type ProxyFrame,
  type ProxyLines,
  type ProxyServer,
  type ProxySlot,
  type RenderedProxy,
} from './proxy-template.ts';

export interface ProxyRequest {
  readonly protocol: string;
  readonly server: string;
  /** Values from the user, by slot. */
  readonly set: Readonly<Record<string, string>>;
}

export interface ProxyProblem {
  readonly code: 'unknown-proxy' | 'unknown-value' | 'bad-value' | 'no-combination';
  /** One line for each wrong value. */
  readonly message: string;
}

export type Problem = { readonly problem: ProxyProblem };
export type ProxyValues = Readonly<Record<string, string>>;

/** The lines for one protocol and server, or the reason why there are none. */
export function renderProxy(proxies: ProxiesData, request: ProxyRequest): RenderedProxy | Problem {
  const { protocol, server } = request;
  const found = own(proxies, server);
  const lines = found && own(found.protocols, protocol);
  if (found === undefined || lines === undefined) {
    return { problem: { code: 'unknown-proxy', message: missing(proxies, found, request) } };
  }
  const frame = frameOf(found, lines);
  const slots = { ...frame?.slots, ...lines.slots };
  const filled = fillSlots(slots, request, found.name);
  if ('code' in filled) return { problem: filled };
  const { values } = filled;
  const piece = fill(lines.template, values);
  const text = frame === undefined ? piece : assemble(frame, values, [{ ...lines, values, piece }]);
  const { template: _template, slots: _slots, frame: _frame, route: _route, ...rest } = lines;
  return { protocol, server, name: found.name, ...rest, text, values: typed(slots, values) };
}

function frameOf(server: ProxyServer, { frame }: ProxyLines): ProxyFrame | undefined {
  return frame === undefined ? undefined : own(server.frames, frame);
}

/** Lines that were filled, with what they were filled with. */
export interface ProxyPiece {
  readonly route?: string;
  readonly values: ProxyValues;
  readonly piece: string;
}

/** The longest path first, so that a shorter one does not take its requests. */
export function assemble({ template }: ProxyFrame, values: ProxyValues, pieces: readonly ProxyPiece[]): string {
  const routes = pieces
    .toSorted((a, b) => (b.values['path'] ?? '').length - (a.values['path'] ?? '').length)
    .flatMap(({ route, values: own }) => (route === undefined ? [] : [`    ${fill(route, own)}\n`]));
  const text = template
    .replace(PROXY_ROUTES, () => routes.join(''))
    .replace(PROXY_PIECES, () => pieces.map(({ piece }) => piece).join('\n'));
  return fill(text, values);
}

export function fill(template: string, values: ProxyValues): string {
  return template.replace(PROXY_MARK, (mark, name: string) => own(values, name) ?? mark);
}

function fillSlots(
  slots: ProxyLines['slots'],
  { protocol, set }: ProxyRequest,
  server: string,
): { readonly values: ProxyValues } | ProxyProblem {
  const names = Object.keys(slots);
  const unknown = Object.keys(set).filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    const has = `${server} has for ${protocol}: ${names.join(', ')}.`;
    const message = unknown.map((name) => `Unknown value ${quote(name)}.${didYouMean(name, names)} ${has}`).join('\n');
    return { code: 'unknown-value', message };
  }
  const values = Object.fromEntries(
    Object.entries(slots).map(([name, slot]) => [name, own(set, name) ?? String(slot.default)]),
  );
  const bad = Object.entries(slots).flatMap(([name, slot]) => checkValue(name, slot, values[name] ?? ''));
  if (bad.length > 0) return { code: 'bad-value', message: bad.join('\n') };
  return { values };
}

function typed(slots: ProxyLines['slots'], values: ProxyValues): RenderedProxy['values'] {
  return Object.fromEntries(
    Object.entries(slots).map(([name, { kind }]) => [
      name,
      kind === 'seconds' ? Number(values[name]) : (values[name] ?? ''),
    ]),
  );
}

/** What each kind accepts: never a quote, space, brace or line break, so nothing needs escaping in any server. */
const ACCEPTED: Readonly<Record<ProxySlot['kind'], { readonly is: (text: string) => boolean; readonly says: string }>> =
  {
    seconds: {
      is: (text) => /^[1-9]\d{0,4}$/.test(text) && Number(text) <= 86_400,
      says: 'whole seconds from 1 to 86400',
    },
    address: {
      is: (text) => /^(\[[0-9A-Fa-f:.]+\]|\*|[A-Za-z0-9]([A-Za-z0-9.-]{0,252}))?:\d{1,5}$/.test(text) && isPort(text),
      says: 'host:port',
    },
    path: { is: (text) => /^\/[A-Za-z0-9/._~-]{0,200}$/.test(text), says: 'a path such as /live' },
  };

function isPort(address: string): boolean {
  const port = Number(address.slice(address.lastIndexOf(':') + 1));
  return port >= 1 && port <= 65_535;
}

function checkValue(name: string, { kind }: ProxySlot, value: string): string[] {
  const { is, says } = ACCEPTED[kind];
  return is(value) ? [] : [`Expected ${says} for ${name}, got ${quote(value)}.`];
}

function missing(proxies: ProxiesData, found: ProxyServer | undefined, { protocol, server }: ProxyRequest): string {
  const servers = Object.keys(proxies);
  if (found === undefined)
    return `Unknown server ${quote(server)}.${didYouMean(server, servers)} There are: ${servers.join(', ')}.`;
  const here = Object.keys(found.protocols);
  const elsewhere = servers.filter((id) => own(proxies[id]?.protocols ?? {}, protocol) !== undefined);
  const there = elsewhere.length > 0 ? ` For ${protocol} there are: ${elsewhere.join(', ')}.` : '';
  return `No lines for protocol ${quote(protocol)} and ${server}.${didYouMean(protocol, here)} For ${server} there are: ${here.join(', ')}.${there}`;
}
