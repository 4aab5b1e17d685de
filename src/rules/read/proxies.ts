/** Reads the configuration of proxies: `proxies/<server>/proxy.yaml` of the built-in rules and the files next to it. */
import { join } from 'node:path';
import type { z } from 'zod';
import {
  PROXY_MARK,
  PROXY_PIECES,
  PROXY_ROUTES,
  type ProxiesData,
  type ProxyFrame,
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
type FrameData = z.output<typeof serverForm>['frames'][string];

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
      const at = node.follow(['protocols', protocol]);
      const read = readLines(dir, at, lines, data.values, files);
      if (lines.frame !== undefined && !Object.hasOwn(data.frames, lines.frame))
        files.findings.report(at.follow(['frame']).place(), PROXIES.unknownFrame, { name: lines.frame });
      if (read) protocols[protocol] = read;
    }
    const frames: Record<string, ProxyFrame> = {};
    for (const [name, frame] of Object.entries(data.frames)) {
      const read = readFrame(dir, node.follow(['frames', name]), frame, data.values, files);
      if (read) frames[name] = read;
    }
    servers[id] = { name: data.name, combines: data.combines, frames, protocols };
    const templates = [...Object.values(data.protocols), ...Object.values(data.frames)];
    const used = new Set([MANIFEST, ...templates.map(({ file }) => file)]);
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
  const slots = readSlots(node, `${template}${rest.route ?? ''}`, { values, defaults }, files);
  if ((rest.proof === 'reviewed') === (rest.against !== undefined)) {
    files.findings.report(node.follow(['proof']).place(), PROXIES.proof, {});
  }
  return { ...rest, template, slots };
}

function readFrame(
  dir: string,
  node: Written,
  { file, defaults, where }: FrameData,
  values: Values,
  files: PackFiles,
): ProxyFrame | undefined {
  const template = files.text(join(dir, file));
  if (template === undefined) return undefined;
  // These are lines of their own; PROXY_PIECES and PROXY_ROUTES fill them.
  const rest = template.replace(PROXY_PIECES, '').replace(PROXY_ROUTES, '');
  return { template, where, slots: readSlots(node, rest, { values, defaults }, files) };
}

/** The values that a text has marks for, with the defaults of their place. */
function readSlots(
  node: Written,
  text: string,
  { values, defaults }: { readonly values: Values; readonly defaults: FrameData['defaults'] },
  files: PackFiles,
): Values {
  const report = <Args extends MessageArgs>(key: string, message: Message<Args>, args: Args) =>
    files.findings.report(node.follow([key]).place(), message, args);
  const marks = [...text.matchAll(PROXY_MARK)].map(([, mark]) => mark ?? '');
  const used = new Set(marks);
  for (const mark of used) if (!Object.hasOwn(values, mark)) report('file', PROXIES.unknownValue, { name: mark });
  for (const name of Object.keys(defaults)) if (!used.has(name)) report('defaults', PROXIES.unusedDefault, { name });
  if (text.split('{{').length - 1 > marks.length) report('file', PROXIES.noMark, {});
  const slots = Object.entries(values)
    .filter(([name]) => used.has(name))
    .map(([name, slot]) => [name, { ...slot, default: defaults[name] ?? slot.default }] as const);
  return Object.fromEntries(slots);
}
