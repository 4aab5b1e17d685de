/** The first screen: the answer, how sure it is, the reasons, what it hinges on, who did the same. */
import type { Hinge } from '../../core/decision.ts';
import type { Rules } from '../../core/model.ts';
import { beyondInWords, relaxationsInWords } from '../../phrases/decision.ts';
import { HINGES_INTRO, likelihoodInWords, NO_HINGES } from '../../phrases/hinges.ts';
import { answerLabel, questionAsks } from '../../phrases/labels.ts';
import { choiceOf, precedentsHeading } from '../../phrases/precedents.ts';
import { confidenceInWords } from '../../phrases/sureness.ts';
import { points, protocolName } from '../../phrases/values.ts';
import {
  cautionInWords,
  decidingInWords,
  headline,
  isOpen,
  objectionInWords,
  reasonsInWords,
} from '../../phrases/verdict.ts';
import type { Advice } from '../advice.ts';
import { sourced } from './links.ts';
import { html, type Markup } from './markup.ts';

export function verdict(advice: Advice, rules: Rules): Markup {
  return html`<header>
<p class="kicker">Protocol recommendation by ${advice.tool.name}</p>
<h1>${headline(advice)}</h1>
${confidence(advice, rules)}
</header>`;
}

/** What stands below the headline: what decides or the protocol in a sentence, cautions, and how sure it is. */
export function confidence(advice: Advice, rules: Rules): Markup {
  const { recommendation } = advice;
  const summary = rules.protocols.find(({ id }) => id === recommendation?.protocol)?.summary;
  const deciding = decidingInWords(advice, rules);
  const notes = [cautionInWords(advice), beyondInWords(advice) ?? ''].filter((text) => text !== '');
  return html`${deciding !== '' && html`<p class="lead">${deciding}</p>`}
${summary !== undefined && !isOpen(advice) && html`<p class="lead">${summary}</p>`}
${notes.map((text) => html`<p>${text}</p>`)}
${recommendation && figures(advice)}
<p>${confidenceInWords(advice)}</p>`;
}

/** The first and the runner-up with their scores. */
function figures({ ranking }: Advice): Markup {
  const entries = ranking
    .slice(0, 2)
    .map(({ name, rank, score }) => [`of 100 for ${name}, rank ${rank}`, points(score)]);
  return html`<dl class="figures">${entries.map(([says, value]) => html`<div><dt>${says}</dt><dd>${value}</dd></div>`)}</dl>`;
}

/** The sentences that speak for the first, and what speaks against it. */
export function reasons(advice: Advice, rules: Rules): Markup | undefined {
  const told = reasonsInWords(advice, rules);
  const objection = objectionInWords(advice, rules);
  if (told.length === 0 && objection === '') return undefined;
  return html`<section>
<h2>Why</h2>
${told.length > 0 && html`<ul>${told.map((says) => html`<li>${says}</li>`)}</ul>`}
${objection !== '' && html`<p>Against it: ${objection}</p>`}
</section>`;
}

/**
 * The open questions whose likely answers change the first place.
 *
 * @param action what a page offers to do with one of them; absent: nothing
 */
export function hinges(
  { hinges: all, recommendation, unknown }: Advice,
  rules: Rules,
  action?: (hinge: Hinge) => Markup,
): Markup | undefined {
  if (!recommendation || unknown.length === 0) return undefined;
  if (all.length === 0) {
    return html`<section>\n<h2>What it hinges on</h2>\n<p>${NO_HINGES}</p>\n</section>`;
  }
  return html`<section>
<h2>What it hinges on</h2>
<p>${HINGES_INTRO}:</p>
<table>
<thead><tr><th scope="col">Question</th><th scope="col">If it is</th><th scope="col">Then first</th></tr></thead>
<tbody>${all.map((hinge) => html`<tr><th scope="row">${questionAsks(rules, hinge.question)}</th><td>${answerLabel(rules, hinge.question, hinge.answer)}<small>${likelihoodInWords(hinge.likelihood)}</small></td><td>${hinge.winner === null ? 'None feasible' : protocolName(rules, hinge.winner)}${action?.(hinge)}</td></tr>`)}</tbody>
</table>
</section>`;
}

/** Published decisions like this one, each with the link to it. */
export function precedents({ precedents: all }: Advice, rules: Rules): Markup | undefined {
  if (all.length === 0) return undefined;
  return html`<section>
<h2>${precedentsHeading(all)}</h2>
<ul>${all.map((one) => html`<li>${one.organisation}, ${one.year}: ${sourced(one.title, one.source)}, ${choiceOf(one, rules)}</li>`)}</ul>
</section>`;
}

/** If nothing is feasible: the requirements whose removal makes protocols feasible. */
export function relaxations(advice: Advice, rules: Rules): Markup | undefined {
  if (advice.outcome !== 'none-feasible') return undefined;
  return html`<section>
<h2>What to relax</h2>
<ul>${relaxationsInWords(advice, rules).map((line) => html`<li>${line}</li>`)}</ul>
</section>`;
}
