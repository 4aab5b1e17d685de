import { safeJson } from '../../../report/safe-json.ts';
import { type OriginsView, renderOrigins } from '../../../report/terminal/rules-show.ts';
import { deriveOrigins } from '../../../rules/origins.ts';
import { didYouMean } from '../../../text/did-you-mean.ts';
import { printed, type Result, reportContext } from '../../context.ts';
import { usageFailure } from '../../errors.ts';
import { shortPath } from '../../input/rule-problems.ts';
import type { Options } from '../../options/options.ts';
import { type LoadedLayers, loadLayers, type RulesContext } from './load-layers.ts';

/** `wirewise rules show [--origin] [ID…]`: lists what is loaded, and the layer that each part comes from. */
export async function show(context: RulesContext, ids: readonly string[], options: Options<'rules'>): Promise<Result> {
  const layers = await loadLayers(context, []);
  const all = viewOf(layers, context.io.cwd);
  const known = [...new Set(all.entries.map(({ id }) => id))];
  const unknown = ids.filter((id) => !known.includes(id));
  if (unknown.length > 0) {
    throw usageFailure(
      unknown.map(
        (id) => `Unknown id "${id}". Expected a protocol, criterion, question or mistake.${didYouMean(id, known)}`,
      ),
    );
  }
  const view = ids.length === 0 ? all : only(all, ids);
  const sections = { layers: ids.length === 0, parts: options.origin || ids.length > 0 };
  const text =
    options.format === 'json' ? safeJson(view) : renderOrigins(view, sections, await reportContext(context, options));
  return printed(text, options);
}

function viewOf({ base, parsed, order, layers, rules }: LoadedLayers, cwd: string): OriginsView {
  if (!base) throw new TypeError('Without folders the built-in rules are the base.');
  const builtIn = { layer: 'built-in', pack: base.packs.join(' + ') };
  const from = (pack: number) =>
    pack < 0 ? builtIn : { layer: layers[pack] ?? 'flag', pack: parsed.packs[pack] ?? '' };
  const { entries, replaced } = deriveOrigins(base, parsed);
  return {
    packs: [builtIn, ...order.map(({ path }, pack) => ({ ...from(pack), path: shortPath(path, cwd) }))],
    entries: entries.map(({ pack, ...entry }) => ({ ...entry, ...from(pack) })),
    replaced: replaced.map(({ pack, ...entry }) => ({ ...entry, ...from(pack) })),
    forbidden: rules.protocols.flatMap(({ id, forbidden }) => (forbidden ? [{ protocol: id, ...forbidden }] : [])),
    answers: rules.defaults ?? {},
  };
}

function only(view: OriginsView, ids: readonly string[]): OriginsView {
  return {
    ...view,
    entries: view.entries.filter(({ id }) => ids.includes(id)),
    replaced: view.replaced.filter(({ protocol, criterion }) => ids.includes(protocol) || ids.includes(criterion)),
    forbidden: view.forbidden.filter(({ protocol }) => ids.includes(protocol)),
    answers: Object.fromEntries(Object.entries(view.answers).filter(([id]) => ids.includes(id))),
  };
}
