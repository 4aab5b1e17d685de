/** The lines of several protocols that share a proxy. */
import { joined, own, splitOnce } from '../text/lists.ts';
import { assemble, fill, type Problem, type ProxyProblem, type ProxyValues, renderProxy } from './proxy.ts';
import type {
  ProxiesData,
  ProxyFrame,
  ProxyLines,
  ProxyServer,
  RenderedProxies,
  RenderedProxy,
} from './proxy-template.ts';

export interface ProxiesRequest {
  /** Two or more. */
  readonly protocols: readonly string[];
  readonly server: string;
  /** Values from the user, by slot, for all protocols that have it, or by `protocol.slot`. */
  readonly set: Readonly<Record<string, string>>;
}

/** The lines for several protocols in one configuration: what they share stands there once. */
export function renderProxies(proxies: ProxiesData, request: ProxiesRequest): RenderedProxies | Problem {
  const { protocols, server } = request;
  const found = own(proxies, server);
  if (found !== undefined && !found.combines) {
    const able = joined(
      Object.keys(proxies).filter((id) => proxies[id]?.combines),
      'or',
    );
    const message = `Expected one protocol for ${found.name}: only ${able} take several at once.`;
    return { problem: { code: 'no-combination', message } };
  }
  const rendered: RenderedProxy[] = [];
  const wrong: ProxyProblem[] = [];
  for (const protocol of protocols) {
    const set = found === undefined ? request.set : settingsOf(found, protocol, request);
    const result = renderProxy(proxies, { protocol, server, set });
    if ('problem' in result) wrong.push(result.problem);
    else rendered.push(result);
  }
  const [first] = wrong;
  if (first !== undefined || found === undefined) {
    const message = [...new Set(wrong.map((problem) => problem.message))].join('\n');
    return { problem: { code: first?.code ?? 'unknown-proxy', message } };
  }
  const pieces = rendered.map((one) => pieceOf(found, one));
  const conflict = samePath(pieces) ?? unequal(found, pieces);
  if (conflict !== undefined) return { problem: { code: 'bad-value', message: conflict } };
  const details = rendered.map(({ text: _text, server: _server, name: _name, ...rest }) => rest);
  return { server, name: found.name, parts: partsOf(found, pieces), protocols: details };
}

interface Piece extends ProxyLines {
  readonly protocol: string;
  readonly values: ProxyValues;
  readonly piece: string;
}

function pieceOf({ protocols }: ProxyServer, { protocol, values }: RenderedProxy): Piece {
  const lines = protocols[protocol];
  if (lines === undefined) throw new Error(`No lines for ${protocol}.`);
  const texts = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
  return { ...lines, protocol, values: texts, piece: fill(lines.template, texts) };
}

/** What has no frame comes first, then each frame once. */
function partsOf(server: ProxyServer, pieces: readonly Piece[]): RenderedProxies['parts'] {
  const bare = pieces.filter(({ frame }) => frame === undefined);
  const places = [...new Set(bare.map(({ where }) => where))];
  const frames = [...new Set(pieces.flatMap(({ frame }) => frame ?? []))];
  return [
    ...places.map((where) => ({
      where,
      text: bare
        .filter((one) => one.where === where)
        .map(({ piece }) => piece)
        .join('\n'),
    })),
    ...frames.flatMap((name) => {
      const frame = server.frames[name];
      const inside = pieces.filter((one) => one.frame === name);
      return frame ? [{ where: frame.where, text: assemble(frame, valuesOf(frame, inside), inside) }] : [];
    }),
  ];
}

/** The values of a frame: of seconds the most that one of its protocols asks for; the others are equal. */
function valuesOf({ slots }: ProxyFrame, pieces: readonly Piece[]): ProxyValues {
  return Object.fromEntries(
    Object.entries(slots).map(([name, { kind }]) => {
      const all = pieces.map(({ values }) => values[name] ?? '');
      return [name, kind === 'seconds' ? String(Math.max(...all.map(Number))) : (all[0] ?? '')];
    }),
  );
}

/** A value of a frame that its protocols do not have in common. */
function unequal({ frames }: ProxyServer, pieces: readonly Piece[]): string | undefined {
  for (const [at, { frame, protocol, values }] of pieces.entries()) {
    const other = pieces.slice(0, at).find((one) => one.frame !== undefined && one.frame === frame);
    const shared = Object.entries(frames[frame ?? '']?.slots ?? {}).filter(([, { kind }]) => kind !== 'seconds');
    const [name] = shared.find(([key]) => other !== undefined && other.values[key] !== values[key]) ?? [];
    if (name !== undefined && other !== undefined)
      return `${other.protocol} and ${protocol} share ${name}: set ${other.protocol}.${name} and ${protocol}.${name} alike.`;
  }
  return undefined;
}

function samePath(pieces: readonly Piece[]): string | undefined {
  for (const [at, { protocol, frame, values }] of pieces.entries()) {
    const path = values['path'];
    const other = pieces.slice(0, at).find((one) => one.frame === frame && one.values['path'] === path);
    if (path !== undefined && other !== undefined)
      return `${other.protocol} and ${protocol} have the same path, ${path}: set one, such as --set ${protocol}.path=/other.`;
  }
  return undefined;
}

/** The settings of one protocol among several: those with its name in front, and those that it has a slot for. */
function settingsOf(server: ProxyServer, protocol: string, { protocols, set }: ProxiesRequest): ProxyValues {
  const has = (id: string, name: string) => Object.hasOwn(slotsOf(server, id), name);
  const entries = Object.entries(set).flatMap(([key, value]) => {
    const [owner, name] = splitOnce(key, '.');
    if (name !== undefined && protocols.includes(owner)) return owner === protocol ? [[name, value] as const] : [];
    // One that none of them has is for each of them to complain of.
    const isAnothers = !has(protocol, key) && protocols.some((id) => has(id, key));
    return isAnothers ? [] : [[key, value] as const];
  });
  return Object.fromEntries(entries);
}

function slotsOf({ protocols, frames }: ProxyServer, protocol: string): ProxyLines['slots'] {
  const lines = own(protocols, protocol);
  return { ...own(frames, lines?.frame ?? '')?.slots, ...lines?.slots };
}
