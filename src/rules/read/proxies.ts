/** Reads what proxies have to be told: `proxies/<server>/proxy.yaml` of a rule pack and the configuration beside it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import {
  PROXY_MARK,
  type ProxiesData,
  type ProxyLines,
  type ProxyServer,
  type ProxySlot,
} from '../../starters/proxy-template.ts';
import { namesIn, PLAIN_PATH, readForm } from '../../yaml/read-form.ts';

const MANIFEST = 'proxy.yaml';

const text = z.string().min(1);

const slotForm = z.strictObject({
  says: text,
  kind: z.enum(['seconds', 'address', 'path']),
  default: z.union([z.string(), z.int()]),
});

const linesForm = z.strictObject({
  file: z.string().regex(PLAIN_PATH),
  where: text,
  without: text,
  proof: z.enum(['ran', 'reviewed']),
  against: text.optional(),
  sources: z.array(z.url()).min(1),
  defaults: z.record(z.string(), z.union([z.string(), z.int()])).default({}),
});

export const serverForm = z.strictObject({
  name: text,
  values: z.record(z.string().regex(/^[a-z][a-z0-9-]*$/), slotForm),
  protocols: z.record(z.string(), linesForm),
});

type Values = Readonly<Record<string, ProxySlot>>;

/**
 * @returns the servers, in alphabetical order; a folder that is not there holds none
 * @throws Error with one line per problem, `file: cause`
 */
export function readProxies(folder: string): ProxiesData {
  const problems: string[] = [];
  const servers: Record<string, ProxyServer> = {};
  for (const id of namesIn(folder, 'folders')) {
    const name = `${id}/${MANIFEST}`;
    const read = readForm(join(folder, name), name, serverForm, problems);
    if (read === undefined) continue;
    const protocols: Record<string, ProxyLines> = {};
    for (const [protocol, { file, defaults, against, ...rest }] of Object.entries(read.protocols)) {
      const template = readFileSync(join(folder, id, file), 'utf8');
      const slots = slotsOf(template, read.values, defaults, (cause) =>
        problems.push(`${name}: ${protocol}: ${cause}`),
      );
      if ((rest.proof === 'reviewed') === (against !== undefined))
        problems.push(`${name}: ${protocol}: Expected "against" with the proof ran, and only with it.`);
      protocols[protocol] = { ...rest, template, slots, ...(against !== undefined && { against }) };
    }
    const used = new Set(Object.values(read.protocols).map(({ file }) => file));
    for (const file of namesIn(join(folder, id), 'files').filter((one) => one !== MANIFEST && !used.has(one)))
      problems.push(`${name}: no protocol uses ${file}.`);
    servers[id] = { name: read.name, protocols };
  }
  if (problems.length > 0) throw new Error(`The proxies in ${folder} have problems:\n${problems.join('\n')}`);
  return servers;
}

/** The slots that a file uses, in the order of the manifest, with the protocol's own defaults. */
function slotsOf(
  template: string,
  values: Values,
  defaults: Readonly<Record<string, string | number>>,
  report: (cause: string) => void,
): Values {
  const used = new Set([...template.matchAll(PROXY_MARK)].map(([, mark]) => mark ?? ''));
  for (const mark of used) if (!Object.hasOwn(values, mark)) report(`Unknown value ${mark}: not under "values".`);
  for (const name of Object.keys(defaults)) if (!used.has(name)) report(`The default for ${name} fills no place.`);
  if (template.split('{{').length - 1 > [...template.matchAll(PROXY_MARK)].length) report('A "{{" outside a mark.');
  return Object.fromEntries(
    Object.entries(values)
      .filter(([name]) => used.has(name))
      .map(([name, slot]) => [name, { ...slot, default: defaults[name] ?? slot.default }]),
  );
}
