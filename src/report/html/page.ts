import { headline } from '../../phrases/verdict.ts';
import { thousands } from '../../text/quantity.ts';
import type { Advice, DocumentReporter } from '../advice.ts';
import { evidence, matrix, shortRanking } from './comparison.ts';
import { html, type Markup } from './markup.ts';
import { alsoNeeded, answers, excluded, reproduce, starter, warnings } from './practice.ts';
import { simulations } from './simulations.ts';
import { skeleton } from './skeleton.ts';
import { hinges, precedents, reasons, relaxations, verdict } from './verdict.ts';

/**
 * The advice as one self-contained HTML file for screens of any size, light and dark, and for paper. With `live` it has a
 * button that turns it into the page of `wirewise explore`.
 */
export const render: DocumentReporter = (advice, { rules, live }) =>
  skeleton({
    live,
    title: `${headline(advice)} – ${advice.tool.name}`,
    header: verdict(advice, rules),
    main: [
      relaxations(advice, rules),
      reasons(advice, rules),
      answers(advice, rules),
      hinges(advice, rules),
      precedents(advice, rules),
      alsoNeeded(advice),
      warnings(advice, rules, true),
      shortRanking(advice, rules),
      matrix(advice, rules, true),
      evidence(advice, rules),
      excluded(advice, rules, true),
      simulations(advice, rules),
      reproduce(advice),
      starter(advice, rules),
    ],
    footer: origin(advice),
  });

/** What made the page. */
export function origin({ tool, robustness }: Pick<Advice, 'tool' | 'robustness'>): Markup {
  const draws = robustness && ` ${thousands(robustness.samples)} simulations, seed ${robustness.seed}.`;
  return html`<footer><p>${tool.name} ${tool.version}, rules ${tool.rules.packs.join(', ')} <code>${tool.rules.digest}</code>.${draws}</p></footer>`;
}
