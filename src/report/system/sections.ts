/** Parts of Markdown documents about a system. */

import type { Rules } from '../../core/model.ts';
import type { LegDecision } from '../../core/system/system.ts';
import { sortWarnings } from '../../phrases/decision.ts';
import { legHingesInWords, MOST_OF_A_LEG } from '../../phrases/hinges.ts';
import { confidenceInWords } from '../../phrases/sureness.ts';
import {
  componentInWords,
  componentName,
  costsInWords,
  legInWords,
  preferenceFlag,
  protocolsInWords,
  sureness,
} from '../../phrases/system.ts';
import { points, protocolName } from '../../phrases/values.ts';
import { joined } from '../../text/lists.ts';
import { blocks, code, fence, list, plain, source, table } from '../markdown/markup.ts';
import { note, precedent } from '../markdown/phrases.ts';
import type { SystemAdvice } from './advice.ts';
import { diagramOf } from './diagram.ts';
import { mermaidOf } from './mermaid.ts';

/** A heading with its body; nothing without a body. */
export function section(title: string, body: string, level = 2): string | undefined {
  return body === '' ? undefined : blocks(`${'#'.repeat(level)} ${title}`, body);
}

export function picture(advice: SystemAdvice, rules: Rules): string {
  return fence(mermaidOf(diagramOf(advice, rules)), 'mermaid');
}

/** A row for each leg: its protocol, its score, what the whole costs it, how sure its own advice is. */
export function legTable({ legs }: SystemAdvice, rules: Rules): string {
  const rows = legs.map((leg) => [
    plain(leg.name),
    plain(leg.protocol === null ? 'none feasible' : protocolName(rules, leg.protocol)),
    leg.score === null ? '' : points(leg.score),
    points(leg.costs),
    plain(sureness(leg)),
    plain(joined(leg.components.map((id) => componentName(rules, id)))),
  ]);
  return table(['Leg', 'Protocol', 'Score of 100', 'Given up', 'Own advice', 'Needs to run'], rows, [2, 3]);
}

export function componentList({ components }: SystemAdvice, rules: Rules): string {
  return list(
    components.map((component) => {
      const limits = component.serves.flatMap(({ source: from }) => (from === undefined ? [] : [source(from)]));
      const of = [...new Set(limits)].map((one) => ` (${one})`).join('');
      return `**${plain(component.name)}**: ${plain(componentInWords(component, rules))}${of}`;
    }),
  );
}

/** Every assignment on the front, the chosen one in bold. */
export function assignmentTable({ assignments }: SystemAdvice, rules: Rules): string {
  const rows = assignments.map((one) => {
    const mark = one.chosen ? '**' : '';
    return [
      `${mark}${plain(protocolsInWords(one.protocols, rules))}${mark}`,
      plain(joined(one.components.map((id) => componentName(rules, id))) || 'nothing'),
      points(one.fit),
      plain(costsInWords(one, rules) || 'no leg loses'),
      one.chosen ? 'chosen' : preferenceFlag(one) === '' ? '' : code(preferenceFlag(one)),
    ];
  });
  return table(['Protocols', 'To run', 'Summed fit', 'What it costs', ''], rows, [2]);
}

export function bridgeList({ bridges }: SystemAdvice, rules: Rules): string {
  return list(
    bridges.map(({ from, to, leg, why, legs }) => {
      const both = `${protocolName(rules, from)} and ${protocolName(rules, to)} ${leg}`;
      return `**${plain(both)}** (${plain(joined(legs))}): ${plain(why)}`;
    }),
  );
}

export function needList({ needs }: SystemAdvice): string {
  return list(needs.map(({ says, legs }) => plain(`${says} (${joined(legs)})`)));
}

export function mistakeList({ warnings }: SystemAdvice): string {
  return list(
    warnings.map(({ severity, title, id, says, instead, source: from }) => {
      const mark = severity === 'info' ? '' : `${severity}: `;
      return `${mark}**${plain(title)}** (${code(id)}): ${plain(says)} ${plain(instead)} (${source(from)})`;
    }),
  );
}

/** One leg alone: its advice, how sure it is, what it hinges on, precedents, mistakes. */
export function legDetails(leg: LegDecision, rules: Rules): string {
  const { decision, says } = leg;
  const { mistakes, notes } = sortWarnings(leg, rules);
  return blocks(
    says && plain(says),
    plain(legInWords(leg, rules)),
    plain(confidenceInWords(decision)),
    list([
      ...legHingesInWords(decision.hinges, rules).map(plain),
      ...decision.precedents.slice(0, MOST_OF_A_LEG).map((one) => `Similar: ${precedent(one, rules)}`),
      ...(leg.combination ?? []).map((one) => plain(`Usually with ${one.name} ${one.leg}: ${one.why}`)),
      ...mistakes.map((one) => `${one.severity}: ${note(one)}`),
      ...(notes.length > 0
        ? [plain(`When you build it: ${notes.map(({ title, id }) => `${title} (${id})`).join('; ')}`)]
        : []),
    ]),
  );
}
