import { printable } from '../../text/printable.ts';
import type { Diagram } from './diagram.ts';

/** A flowchart in Mermaid, which GitHub and GitLab draw: ends and components once each, one labelled line for each leg. */
export function mermaidOf({ legs, beside }: Diagram): string {
  const nodes = new Map<string, string>();
  const node = (key: string, shape: readonly [string, string], label: string): string => {
    const id = nodes.get(key)?.split(/\W/)[0] ?? `n${nodes.size + 1}`;
    nodes.set(key, `${id}${shape[0]}"${escaped(label)}"${shape[1]}`);
    return id;
  };
  const lines = new Set<string>();
  for (const { name, client, protocol, way, server } of legs) {
    const stops = [
      node(`client ${client}`, ['(', ')'], client),
      ...way.map((component) => node(`component ${component.id}`, ['{{', '}}'], component.name)),
      node(`server ${server}`, ['[', ']'], server),
    ];
    const label = protocol === '' ? `${name}: none feasible` : `${name}: ${protocol}`;
    for (const [at, stop] of stops.slice(1).entries()) {
      lines.add(at === 0 ? `${stops[0]} ---|"${escaped(label)}"| ${stop}` : `${stops[at]} --- ${stop}`);
    }
  }
  const [server] = legs.map((leg) => leg.server);
  for (const component of beside) {
    const at = node(`component ${component.id}`, ['{{', '}}'], component.name);
    if (server !== undefined) lines.add(`${node(`server ${server}`, ['[', ']'], server)} -.- ${at}`);
  }
  return ['flowchart LR', ...[...nodes.values(), ...lines].map((line) => `  ${line}`)].join('\n');
}

/** In a label between quotes, characters that Mermaid or HTML would interpret are numeric entities. */
function escaped(text: string): string {
  return printable(text).replace(/["#&<>`\\[\]{}|;]/g, (char) => `#${char.codePointAt(0)};`);
}
