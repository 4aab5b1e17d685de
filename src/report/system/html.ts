import type { Rules } from '../../core/model.ts';
import type { Assignment, LegDecision } from '../../core/system/system.ts';
import { sortWarnings } from '../../phrases/decision.ts';
import { legHingesInWords, MOST_OF_A_LEG } from '../../phrases/hinges.ts';
import { precedentInWords } from '../../phrases/precedents.ts';
import { confidenceInWords } from '../../phrases/sureness.ts';
import {
  choiceInWords,
  componentInWords,
  componentName,
  costsInWords,
  legInWords,
  preferenceFlag,
  protocolsInWords,
  sureness,
  systemVerdict,
  toRunInWords,
} from '../../phrases/system.ts';
import { points, protocolName } from '../../phrases/values.ts';
import { joined } from '../../text/lists.ts';
import { sourced, sourceLink } from '../html/links.ts';
import { html, type Markup } from '../html/markup.ts';
import { origin } from '../html/page.ts';
import { reproduce, warningCard } from '../html/practice.ts';
import { skeleton } from '../html/skeleton.ts';
import type { SystemAdvice, SystemDocumentReporter } from './advice.ts';
import css from './diagram.css';
import { diagramInWords, diagramOf } from './diagram.ts';
import { svgOf } from './svg.ts';

/** The report as one self-contained HTML file for screens of any size, light and dark, and for paper. */
export const render: SystemDocumentReporter = (advice, { rules }) =>
  skeleton({
    title: `${advice.name} – ${advice.tool.name}`,
    header: header(advice, rules),
    main: [
      picture(advice, rules),
      legTable(advice, rules),
      components(advice, rules),
      assignments(advice, rules),
      mistakes(advice),
      listed(
        'How they work together',
        advice.bridges.map(
          ({ from, to, leg, why, legs }) =>
            html`<b>${protocolName(rules, from)} and ${protocolName(rules, to)}</b> ${leg} (${joined(legs)}): ${why}`,
        ),
      ),
      listed(
        'Also needed',
        advice.needs.map(({ says, legs }) => html`${says} <small>${joined(legs)}</small>`),
      ),
      advice.legs.map((leg) => legSection(leg, rules)),
      reproduce(advice),
    ],
    footer: origin(advice),
    css,
  });

function header(advice: SystemAdvice, rules: Rules): Markup {
  const notes = [choiceInWords(advice), advice.says ?? ''].filter((text) => text !== '');
  return html`<header>
<p class="kicker">Protocols of a system, recommended by ${advice.tool.name}</p>
<h1>${advice.name}</h1>
<p class="lead">${systemVerdict(advice, rules)} ${toRunInWords(advice)}</p>
${notes.map((text) => html`<p>${text}</p>`)}
</header>`;
}

function picture(advice: SystemAdvice, rules: Rules): Markup {
  const diagram = diagramOf(advice, rules);
  const { beside } = diagram;
  return html`<section>
<h2>The whole</h2>
${svgOf(diagram, advice.name)}
${beside.length > 0 && html`<p class="soft">In addition to the servers: ${joined(beside.map(({ name }) => name))}.</p>`}
<details><summary>The picture in words</summary><ul>${diagramInWords(diagram).map((line) => html`<li>${line}</li>`)}</ul></details>
</section>`;
}

function legTable({ legs }: SystemAdvice, rules: Rules): Markup {
  const heads = ['Leg', 'Protocol', 'Score of 100', 'Given up', 'Own advice', 'Needs to run'];
  return html`<section>
<h2>Legs</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Legs"><table class="legs">
<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${legs.map(
    (leg) => html`<tr><th scope="row"><a href="#leg-${leg.name}">${leg.name}</a></th>
<td>${leg.protocol === null ? 'none feasible' : protocolName(rules, leg.protocol)}</td>
<td class="number">${leg.score === null ? '' : points(leg.score)}</td><td class="number">${points(leg.costs)}</td>
<td>${sureness(leg)}</td><td>${joined(leg.components.map((id) => componentName(rules, id)))}</td></tr>`,
  )}</tbody>
</table></div>
</section>`;
}

function components(advice: SystemAdvice, rules: Rules): Markup | undefined {
  return listed(
    'Things to run',
    advice.components.map((component) => {
      const limits = [...new Set(component.serves.flatMap(({ source }) => source ?? []))];
      return html`<b>${component.name}</b>: ${componentInWords(component, rules)}${limits.map((one) => html` <small>${sourceLink(one)}</small>`)}`;
    }),
  );
}

function assignments({ assignments: all }: SystemAdvice, rules: Rules): Markup | undefined {
  if (all.length === 0) return undefined;
  const heads = ['Protocols', 'To run', 'Summed fit', 'What it costs', 'Choice'];
  return html`<section>
<h2>Assignments</h2>
<p>No other assignment fits better with as few things to run.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Assignments"><table class="legs">
<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${all.map((one) => assignmentRow(one, rules))}</tbody>
</table></div>
</section>`;
}

function assignmentRow(assignment: Assignment, rules: Rules): Markup {
  const { chosen, protocols, components: ids, fit } = assignment;
  const flag = preferenceFlag(assignment);
  return html`<tr class="${chosen && 'chosen'}"><td>${protocolsInWords(protocols, rules)}</td>
<td>${joined(ids.map((id) => componentName(rules, id))) || 'nothing'}</td><td class="number">${points(fit)}</td>
<td>${costsInWords(assignment, rules) || 'no leg loses'}</td><td>${chosen ? 'chosen' : flag !== '' && html`<code>${flag}</code>`}</td></tr>`;
}

function mistakes({ warnings }: SystemAdvice): Markup | undefined {
  if (warnings.length === 0) return undefined;
  return html`<section>
<h2>Mistakes that the whole shows</h2>
${warnings.map(warningCard)}
</section>`;
}

function legSection(leg: LegDecision, rules: Rules): Markup {
  const { decision, name, says, protocol } = leg;
  const { mistakes: own, notes } = sortWarnings(leg, rules);
  const items = [
    ...legHingesInWords(decision.hinges, rules).map((says) => html`${says}`),
    ...decision.precedents
      .slice(0, MOST_OF_A_LEG)
      .map((one) => html`Similar: ${sourced(precedentInWords(one, rules), one.source)}`),
    ...(leg.combination ?? []).map((one) => html`Usually with <b>${one.name}</b> ${one.leg}: ${one.why}`),
    ...(notes.length > 0 ? [html`When you build it: ${notes.map(({ title }) => title).join('; ')}.`] : []),
  ];
  return html`<section id="leg-${name}">
<h2>${name}: ${protocol === null ? 'none feasible' : protocolName(rules, protocol)}</h2>
${says !== undefined && html`<p>${says}</p>`}
<p>${legInWords(leg, rules)} ${confidenceInWords(decision)}</p>
${items.length > 0 && html`<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`}
${own.map(warningCard)}
</section>`;
}

function listed(title: string, items: readonly Markup[]): Markup | undefined {
  if (items.length === 0) return undefined;
  return html`<section>
<h2>${title}</h2>
<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>
</section>`;
}
