/** Checks questions beyond their form. */

import { NONE } from '../../core/answers.ts';
import { mentionedQuestions } from '../../core/condition/evaluate.ts';
import type { Rules } from '../../core/model.ts';
import { Findings } from '../../yaml/diagnostics.ts';
import type { Written } from '../../yaml/node.ts';
import { QUESTIONS } from '../messages.ts';
import { readCondition } from '../read/condition.ts';
import type { ParsedPacks } from '../read/parsed-packs.ts';
import { checkKeys, type Vocabulary } from './known-names.ts';

/** Reports effects on unknown criteria, wrong bands, and questions that wait for each other. */
export function checkQuestions(
  parsed: ParsedPacks,
  base: Rules | undefined,
  names: Vocabulary,
  findings: Findings,
): void {
  for (const { node } of parsed.questions) {
    const when = node.child('when');
    if (when) readCondition(when, { names, ranking: false, saving: false }, findings);
    const options = node.child('options');
    for (const option of options?.items() ?? []) checkEffects(option, names, findings);
    if (options?.value === 'languages' && names.languages.ids.size === 0 && names.languages.isComplete) {
      findings.report(options.place(), QUESTIONS.noLanguages, {});
    }
    checkKindOnly(node, findings);
    if (node.child('kind')?.value === 'number') checkNumber(node, findings);
    if (node.child('kind')?.value === 'boolean') checkBoolean(node, findings);
  }
  checkCircles(parsed, base, names, findings);
}

/** Keys that make sense only for some kinds of questions. */
function checkKindOnly(node: Written, findings: Findings): void {
  const kind = node.child('kind')?.value;
  const none = node.child('noneLabel');
  if (none && kind === 'choice') findings.report(none.place('key'), QUESTIONS.noneOfOne, {});
  if (
    none &&
    node
      .child('options')
      ?.items()
      .some((option) => option.child('id')?.value === NONE)
  )
    findings.report(none.place('key'), QUESTIONS.noneTaken, { name: NONE });
  const usual =
    node
      .child('options')
      ?.items()
      .filter((option) => option.child('usual')?.value === true) ?? [];
  const second = usual[1]?.child('usual');
  if (second && kind !== 'choices') findings.report(second.place('key'), QUESTIONS.usualTwice, {});
}

function checkEffects(option: Written, names: Vocabulary, findings: Findings): void {
  const further = option.child('also')?.items() ?? [];
  for (const effect of [option, ...further]) {
    for (const part of ['requires', 'weighs']) {
      checkKeys(effect.child(part), names.criteria, findings);
    }
  }
  for (const effect of further) {
    const when = effect.child('when');
    if (when) readCondition(when, { names, ranking: false, saving: false }, findings);
    if (effect.child('requires') === undefined && effect.child('weighs') === undefined) {
      findings.report(effect.place(), QUESTIONS.noEffect, {});
    }
  }
}

function checkBoolean(node: Written, findings: Findings): void {
  const options = node.child('options');
  const ids = options?.items().map((option) => option.child('id')?.value) ?? [];
  if (options && ids.length === 2 && !(ids.includes(true) && ids.includes(false))) {
    findings.report(options.place(), QUESTIONS.yesAndNo, {});
  }
}

function checkNumber(node: Written, findings: Findings): void {
  const above = node.child('above');
  const atLeast = node.child('atLeast');
  if ((above === undefined) === (atLeast === undefined)) {
    findings.report(node.place(), above ? QUESTIONS.twoBounds : QUESTIONS.noBound, {});
  }
  const options = node.child('options');
  const bearsOnDecision = (node.child('about')?.value ?? 'decision') === 'decision';
  if (bearsOnDecision && (options?.items().length ?? 0) === 0) {
    findings.report((options ?? node).place(), QUESTIONS.noBands, {});
  }
  checkBands(options?.items() ?? [], lowest(above, atLeast), findings);
}

interface Lowest {
  readonly bound: number;
  readonly isIncluded: boolean;
}

function lowest(above: Written | undefined, atLeast: Written | undefined): Lowest {
  return { bound: numberOf(atLeast) ?? numberOf(above) ?? Number.NEGATIVE_INFINITY, isIncluded: above === undefined };
}

function checkBands(bands: readonly Written[], { bound, isIncluded }: Lowest, findings: Findings): void {
  for (const [index, band] of bands.entries()) {
    const from = band.child('from');
    const edge = numberOf(from);
    const before = index === 0 ? undefined : (numberOf(bands[index - 1]?.child('from')) ?? bound);
    if (index === 0 && from) findings.report(from.place(), QUESTIONS.firstFrom, {});
    if (index > 0 && !from) findings.report(band.place(), QUESTIONS.missingFrom, {});
    if (from && edge !== undefined && before !== undefined && edge <= before) {
      findings.report(from.place(), QUESTIONS.wrongFrom, { before, from: edge });
    }
    const typical = band.child('typical');
    const value = numberOf(typical);
    if (!typical || value === undefined) continue;
    const start = edge ?? bound;
    const end = numberOf(bands[index + 1]?.child('from')) ?? Number.POSITIVE_INFINITY;
    const reachesIn = edge !== undefined || isIncluded ? value >= start : value > start;
    if (!reachesIn || value >= end) findings.report(typical.place(), QUESTIONS.wrongTypical, { value });
  }
}

function numberOf(node: Written | undefined): number | undefined {
  return typeof node?.value === 'number' ? node.value : undefined;
}

/** Questions that wait for answers to each other would never be asked. */
function checkCircles(parsed: ParsedPacks, base: Rules | undefined, names: Vocabulary, findings: Findings): void {
  const waitsFor = new Map<string, readonly string[]>();
  const places = new Map<string, Written>();
  for (const { id, when } of base?.questions ?? []) waitsFor.set(id, [...mentionedQuestions(when)]);
  for (const { node } of parsed.questions) {
    const id = node.child('id')?.text();
    const when = node.child('when');
    if (id === undefined || when === undefined) continue;
    const condition = readCondition(when, { names, ranking: false, saving: false }, new Findings());
    waitsFor.set(id, [...mentionedQuestions(condition)]);
    places.set(id, when);
  }
  for (const circle of circles(waitsFor)) {
    const member = circle.find((id) => places.has(id));
    const place = member === undefined ? undefined : places.get(member)?.place('key');
    if (place) findings.report(place, QUESTIONS.circle, { ids: [...circle, ...circle.slice(0, 1)] });
  }
}

/** Finds one circle in each group of nodes that wait for each other, along the first arrow that stays in the group. */
function circles(arrows: ReadonlyMap<string, readonly string[]>): string[][] {
  const left = new Map(
    [...arrows].map(([id, targets]) => [id, new Set(targets.filter((target) => arrows.has(target)))]),
  );
  const behind = new Map<string, string[]>();
  for (const id of left.keys()) behind.set(id, []);
  for (const [id, targets] of left) for (const target of targets) behind.get(target)?.push(id);
  const free = [...left].filter(([, targets]) => targets.size === 0).map(([id]) => id);
  for (let id = free.pop(); id !== undefined; id = free.pop()) {
    left.delete(id);
    for (const waiting of behind.get(id) ?? []) {
      const targets = left.get(waiting);
      if (targets?.delete(id) && targets.size === 0) free.push(waiting);
    }
  }
  const found: string[][] = [];
  const seen = new Set<string>();
  for (const id of left.keys()) {
    const walk: string[] = [];
    let at: string | undefined = id;
    while (at !== undefined && !seen.has(at)) {
      seen.add(at);
      walk.push(at);
      at = left.get(at)?.values().next().value;
    }
    const start = at === undefined ? -1 : walk.indexOf(at);
    if (start >= 0) found.push(walk.slice(start));
  }
  return found;
}
