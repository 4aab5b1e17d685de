/** Weights and lowest grades that were set by hand: a form to set them, and what is set, each with a way to remove it. */
import type { Overrides } from '../core/decision.ts';
import type { Rules } from '../core/model.ts';
import { overrideFlags } from '../phrases/commands.ts';
import type { Advice } from '../report/advice.ts';
import { html, type Markup } from '../report/html/markup.ts';

/** Ids of the two lists of the form. */
export const SET_FORM = { criterion: 'set-criterion', value: 'set-value' } as const;

/** What a criterion can be set to here; a command line takes any weight. */
const VALUES: readonly (readonly [kind: keyof Overrides, value: number, label: string])[] = [
  ['weight', 0, 'weight 0: does not count'],
  ['weight', 1, 'weight 1: counts a little'],
  ['weight', 3, 'weight 3: matters'],
  ['weight', 5, 'weight 5: matters much'],
  ['weight', 10, 'weight 10: decides'],
  ['must', 0, 'no lowest grade'],
  ['must', 2, 'at least grade 2: partial'],
  ['must', 3, 'at least grade 3: good'],
  ['must', 4, 'at least grade 4: native'],
];

/** The text of a choice of the second list, such as `weight:3`, as kind and value; `undefined` for any other. */
export function readSetting(text: string): { readonly kind: keyof Overrides; readonly value: number } | undefined {
  const found = VALUES.find(([kind, value]) => text === `${kind}:${value}`);
  return found && { kind: found[0], value: found[1] };
}

export function setByHand({ overrides }: Advice, { criteria }: Rules): Markup {
  const label = (id: string) => criteria.find((one) => one.id === id)?.label ?? id;
  const set = overrideFlags(overrides).map(({ kind, criterion, value }) => {
    const says = kind === 'weight' ? `weight ${value}` : value === 0 ? 'no lowest grade' : `at least grade ${value}`;
    return html`<li>${label(criterion)}: ${says} <button type="button" data-override="${kind}" data-criterion="${criterion}">Remove<span class="unseen">: ${label(criterion)}, ${says}</span></button></li>`;
  });
  return html`<section>
<h2>Set by hand</h2>
<p>A weight or a lowest grade that you set replaces what your answers give a criterion.</p>
<div class="row"><label class="unseen" for="${SET_FORM.criterion}">Criterion</label><select id="${SET_FORM.criterion}">${criteria.map((one) => html`<option value="${one.id}">${one.label}</option>`)}</select>
<label class="unseen" for="${SET_FORM.value}">Weight or lowest grade</label><select id="${SET_FORM.value}">${VALUES.map(([kind, value, says]) => html`<option value="${kind}:${value}">${says}</option>`)}</select>
<button type="button" data-do="set">Set</button></div>
${set.length > 0 && html`<ul>${set}</ul>`}
</section>`;
}
