/** From questions as they were written to questions of the core. */
import type { Effect, Language, Option, Question, Rules } from '../../core/model.ts';
import type { Written } from '../../yaml/node.ts';
import { asksForLanguage, type Vocabulary } from '../check/known-names.ts';
import type { Draft, QuestionData } from '../read/parsed-packs.ts';
import { Conditions, each } from './conditions.ts';

/** The questions that are valid, over all packs; one for the language offers those of all of them. */
export function buildQuestions(draft: Draft, base: Rules | undefined, names: Vocabulary): Question[] {
  const added = each(draft.languages, (data) => data);
  const languages = [...(base?.languages ?? []), ...added].map(toLanguageOption);
  const conditions = new Conditions(names);
  const beneath = (base?.questions ?? []).map((question) =>
    base && asksForLanguage(question, base.languages) ? { ...question, options: languages } : question,
  );
  return [...beneath, ...each(draft.questions, (data, node) => toQuestion(data, node, languages, conditions))];
}

function toLanguageOption({ id, name }: Pick<Language, 'id' | 'name'>): Option {
  return { value: id, label: name, prior: 1, effects: [] };
}

function toQuestion(data: QuestionData, node: Written, languages: readonly Option[], conditions: Conditions): Question {
  const { id, kind, label, asks, help, about = 'decision' } = data;
  const written = node.child('options')?.items() ?? [];
  const options =
    data.options === 'languages'
      ? languages
      : (data.options ?? []).map((option, index) => toOption(option, written[index], conditions));
  return { id, kind, label, asks, help: help.trim(), about, ...bounds(data), options, ...conditions.when(node) };
}

function bounds(data: QuestionData): { unit?: string; atLeast?: number; above?: number } {
  if (data.kind !== 'number') return {};
  const { unit, atLeast, above } = data;
  return { unit, ...(atLeast !== undefined && { atLeast }), ...(above !== undefined && { above }) };
}

type OptionData = Exclude<NonNullable<QuestionData['options']>, 'languages'>[number];

function toOption(data: OptionData, node: Written | undefined, conditions: Conditions): Option {
  const { label, help, prior = 1 } = data;
  const from = 'from' in data ? data.from : undefined;
  return {
    value: 'typical' in data ? data.typical : data.id,
    label,
    ...(help !== undefined && { help }),
    prior,
    effects: toEffects(data, node, conditions),
    ...(from !== undefined && { from }),
  };
}

function toEffects(
  { requires = {}, weighs = {}, also = [] }: OptionData,
  node: Written | undefined,
  conditions: Conditions,
): Effect[] {
  const isNeutral = Object.keys(requires).length + Object.keys(weighs).length === 0;
  const written = node?.child('also')?.items() ?? [];
  const further = also.map((effect, index) => ({
    requires: effect.requires ?? {},
    weighs: effect.weighs ?? {},
    ...conditions.when(written[index]),
  }));
  return [...(isNeutral ? [] : [{ requires, weighs }]), ...further];
}
