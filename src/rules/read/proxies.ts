/** Reads the configuration of proxies: `proxies/<server>/proxy.yaml` of the built-in rules and the files next to it. */
import { join } from 'node:path';
import type { z } from 'zod';
import {
  PROXY_MARK,
  type ProxiesData,
  type ProxyLines,
  type ProxyServer,
  type ProxySlot,
} from '../../starters/proxy-template.ts';
import type { MessageArgs } from '../../yaml/diagnostic.ts';
import type { Message } from '../../yaml/message.ts';
import type { Written } from '../../yaml/node.ts';
import { matchForm } from '../../yaml/validate.ts';
import { serverForm } from '../forms/proxy.ts';
import { FILES } from '../messages.ts';
import { PROXIES } from '../starter-messages.ts';
import type { PackFiles } from './pack-files.ts';

const MANIFEST = 'proxy.yaml';

type Values = Readonly<Record<string, ProxySlot>>;

type LinesData = z.output<typeof serverForm>['protocols'][string];

/** Reads the servers, in alphabetical order; a folder that does not exist holds none. */
export function readProxies(folder: string, files: PackFiles): ProxiesData {
  const servers: Record<string, ProxyServer> = {};
  for (const { name: id, isFolder } of files.entries(folder) ?? []) {
    if (!isFolder) continue;
    const dir = join(folder, id);
    const node = files.yaml(join(dir, MANIFEST));
    const data = node && matchForm(node, serverForm, files.findings);
    if (!node || !data) continue;
    const protocols: Record<string, ProxyLines> = {};
    for (const [protocol, lines] of Object.entries(data.protocols)) {
      const read = readLines(dir, node.follow(['protocols', protocol]), lines, data.values, files);
      if (read) protocols[protocol] = read;
    }
    servers[id] = { name: data.name, protocols };
    const used = new Set([MANIFEST, ...Object.values(data.protocols).map(({ file }) => file)]);
    for (const entry of files.entries(dir) ?? []) {
      if (!entry.isFolder && !used.has(entry.name))
        files.report(join(dir, entry.name), FILES.unused, { user: 'protocol', manifest: MANIFEST });
    }
  }
  return servers;
}

function readLines(
  dir: string,
  node: Written,
  { file, defaults, ...rest }: LinesData,
  values: Values,
  files: PackFiles,
): ProxyLines | undefined {
  const template = files.text(join(dir, file));
  if (template === undefined) return undefined;
  const report = <Args extends MessageArgs>(key: string, message: Message<Args>, args: Args) =>
    files.findings.report(node.follow([key]).place(), message, args);
  const marks = [...template.matchAll(PROXY_MARK)].map(([, mark]) => mark ?? '');
  const used = new Set(marks);
  for (const mark of used) if (!Object.hasOwn(values, mark)) report('file', PROXIES.unknownValue, { name: mark });
  for (const name of Object.keys(defaults)) if (!used.has(name)) report('defaults', PROXIES.unusedDefault, { name });
  if (template.split('{{').length - 1 > marks.length) report('file', PROXIES.noMark, {});
  if ((rest.proof === 'reviewed') === (rest.against !== undefined)) report('proof', PROXIES.proof, {});
  const slots = Object.entries(values)
    .filter(([name]) => used.has(name))
    .map(([name, slot]) => [name, { ...slot, default: defaults[name] ?? slot.default }] as const);
  return { ...rest, template, slots: Object.fromEntries(slots) };
}
