/** Fills the slots in the configuration lines of a proxy. */
import { didYouMean } from '../text/did-you-mean.ts';
import { own } from '../text/lists.ts';
import { quote } from '../text/printable.ts';
import {
  PROXY_MARK,
  type ProxiesData,
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
  readonly code: 'unknown-proxy' | 'unknown-value' | 'bad-value';
  /** One line for each wrong value. */
  readonly message: string;
}

/** The lines for one protocol and server, or the reason why there are none. */
export function renderProxy(proxies: ProxiesData, request: ProxyRequest): RenderedProxy | { problem: ProxyProblem } {
  const { protocol, server, set } = request;
  const found = own(proxies, server);
  const lines = found && own(found.protocols, protocol);
  if (found === undefined || lines === undefined) {
    return { problem: { code: 'unknown-proxy', message: missing(proxies, found, request) } };
  }
  const { template, slots, ...rest } = lines;
  const names = Object.keys(slots);
  const unknown = Object.keys(set).filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    const has = `${found.name} has for ${protocol}: ${names.join(', ')}.`;
    const message = unknown.map((name) => `Unknown value ${quote(name)}.${didYouMean(name, names)} ${has}`).join('\n');
    return { problem: { code: 'unknown-value', message } };
  }
  const values = Object.fromEntries(
    Object.entries(slots).map(([name, slot]) => [name, own(set, name) ?? String(slot.default)]),
  );
  const bad = Object.entries(slots).flatMap(([name, slot]) => checkValue(name, slot, values[name] ?? ''));
  if (bad.length > 0) return { problem: { code: 'bad-value', message: bad.join('\n') } };
  const text = template.replace(PROXY_MARK, (mark, name: string) => own(values, name) ?? mark);
  const typed = Object.fromEntries(
    Object.entries(slots).map(([name, { kind }]) => [
      name,
      kind === 'seconds' ? Number(values[name]) : (values[name] ?? ''),
    ]),
  );
  return { protocol, server, name: found.name, ...rest, text, values: typed };
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
