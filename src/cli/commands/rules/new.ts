import { basename, dirname, join, resolve } from 'node:path';
import { safeJson } from '../../../report/safe-json.ts';
import { wrap } from '../../../report/terminal/layout.ts';
import { isId } from '../../../rules/forms/basics.ts';
import { packSkeleton, protocolSkeleton } from '../../../rules/skeleton.ts';
import { didYouMean } from '../../../text/did-you-mean.ts';
import { printable } from '../../../text/printable.ts';
import { pathWord, shellQuote } from '../../../text/shell.ts';
import { printed, type Result, reportContext } from '../../context.ts';
import { usageFailure } from '../../errors.ts';
import { exists } from '../../input/exists.ts';
import type { Options } from '../../options/options.ts';
import { type ProjectFile, writeProject } from '../../output/project-folder.ts';
import { schemaModeline } from '../../output/schema-modeline.ts';
import { uninterrupted } from '../../output/signals.ts';
import { loadLayers, type RulesContext } from './load-layers.ts';

/** A file, and the kind of its schema. */
interface NewFile extends ProjectFile {
  readonly kind: string;
}

const KINDS = ['protocol', 'pack'];
const USAGE = 'Expected rules new protocol ID, or rules new pack NAME.';

/** `wirewise rules new protocol ID`: writes a valid file to fill in. It never overwrites a file. */
export async function create(
  context: RulesContext,
  args: readonly string[],
  options: Options<'rules'>,
): Promise<Result> {
  const [kind = '', id = '', more] = args;
  if (!KINDS.includes(kind)) throw usageFailure([`${USAGE}${didYouMean(kind, KINDS)}`]);
  if (id === '' || more !== undefined) throw usageFailure([USAGE]);
  if (!isId(id)) throw usageFailure([`Expected an id of lower-case letters, digits and hyphens, got "${id}".`]);
  const isPack = kind === 'pack';
  const dir = options.out ?? (isPack ? id : '.');
  const files = isPack
    ? [{ kind: 'pack', path: 'pack.yaml', text: packSkeleton(id) }]
    : await protocolFiles(context, id, dir);
  const taken = files.find(({ path }) => exists(resolve(context.io.cwd, dir, path)));
  if (taken) throw usageFailure([`${printable(join(dir, taken.path))} exists, and is not overwritten.`]);
  const withSchemas = files.map(({ kind, path, text }) => ({
    path,
    text: schemaModeline({ kind: 'rules', file: kind }, join(dir, path), context.io.cwd) + text,
  }));
  const target = { cwd: context.io.cwd, dir, force: false, dryRun: false };
  await uninterrupted(() => writeProject(withSchemas, target));
  const written = files.map(({ path }) => join(dir, path));
  if (options.format === 'json') return printed(safeJson({ files: written }), options);
  const shownDir = shellQuote(pathWord(dir));
  const next = isPack
    ? `Next: wirewise rules new protocol ID --out ${shownDir}`
    : `Next: fill in what is marked; wirewise rules validate ${shownDir} names each place.`;
  const { width } = await reportContext(context, options);
  const lines = [...written.map((path) => printable(`Wrote ${path}`)), ...wrap(printable(next), width, '', '  ')];
  return printed(`${lines.join('\n')}\n`, options);
}

async function protocolFiles(context: RulesContext, id: string, dir: string): Promise<NewFile[]> {
  const folder = resolve(context.io.cwd, dir);
  const isThere = exists(join(folder, 'pack.yaml'));
  // The protocol needs cells for the criteria of the pack, too.
  const { rules } = await loadLayers(context, isThere ? [dir] : []);
  if (rules.protocols.some((protocol) => protocol.id === id)) {
    throw usageFailure([
      `There is a protocol "${id}" already: see wirewise rules show ${id}.`,
      'To change its cells, write them in a file with "extends: true", or under "cells" in wirewise.yaml.',
    ]);
  }
  const pack = { kind: 'pack', path: 'pack.yaml', text: packSkeleton(packName(folder)) };
  return [
    ...(isThere ? [] : [pack]),
    { kind: 'protocol', path: `protocols/${id}.yaml`, text: protocolSkeleton(id, rules.criteria) },
  ];
}

/** A name made from the folder, or from its parent where its own name is hidden, as .wirewise is. */
function packName(folder: string): string {
  const name = basename(basename(folder).startsWith('.') ? dirname(folder) : folder);
  const id = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '');
  return isId(id) ? id : 'house';
}
