/** Builds the questions of the core from parsed questions. */
import type { Effect, Language, Option, Question, Rules } from '../../core/model.ts';
import type { Written } from '../../yaml/node.ts';
import { asksForLanguage, type Vocabulary, withCurrentNames } from '../check/known-names.ts';
import type { ParsedPacks, QuestionData } from '../read/parsed-packs.ts';
import { Conditions, each } from './conditions.ts';

/** The valid questions of the base rules and of all packs. A question for the language offers the languages of all. */
export function buildQuestions(parsed: ParsedPacks, base: Rules | undefined, names: Vocabulary): Question[] {
  const added = each(parsed.languages, (data) => data);
  const languages = [...(base?.languages ?? []), ...added].map(toLanguageOption);
  const ofBase = (base?.questions ?? []).map((question) =>
    base && asksForLanguage(question, base.languages) ? { ...question, options: languages } : question,
  );
  return [...ofBase, ...each(parsed.questions, (data, node) => toQuestion(data, node, languages, names))];
}

function toLanguageOption({ id, name }: Pick<Language, 'id' | 'name'>): Option {
  return { value: id, label: name, prior: 1, effects: [] };
}

function toQuestion(data: QuestionData, node: Written, languages: readonly Option[], names: Vocabulary): Question {
  const conditions = new Conditions(names);
  const { options: given, when: _, about = 'decision', ...rest } = data;
  const written = node.child('options')?.items() ?? [];
  const options =
    given === 'languages'
      ? languages
      : (given ?? []).map((option, at) => toOption(option, written[at], names, conditions));
  return { ...rest, help: data.help.trim(), about, options, ...conditions.when(node) };
}

type OptionData = Exclude<NonNullable<QuestionData['options']>, 'languages'>[number];

function toOption(data: OptionData, node: Written | undefined, names: Vocabulary, conditions: Conditions): Option {
  const { label, help, prior = 1, usual } = data;
  return {
    value: 'typical' in data ? data.typical : data.id,
    label,
    ...(help !== undefined && { help }),
    prior,
    ...(usual && { usual: true as const }),
    effects: toEffects(data, node, names, conditions),
    ...('from' in data && data.from !== undefined && { from: data.from }),
  };
}

/** The option's own effect first, where it has one, then those under `also`. */
function toEffects(data: OptionData, node: Written | undefined, names: Vocabulary, conditions: Conditions): Effect[] {
  const own = data.requires || data.weighs ? [toEffect(data, names)] : [];
  const written = node?.child('also')?.items() ?? [];
  const further = (data.also ?? []).map((effect, at) => ({
    ...toEffect(effect, names),
    ...conditions.when(written[at]),
  }));
  return [...own.filter(({ requires, weighs }) => Object.keys({ ...requires, ...weighs }).length > 0), ...further];
}

type EffectData = Pick<OptionData, 'because' | 'requires' | 'weighs'>;

function toEffect({ because, requires = {}, weighs = {} }: EffectData, { criteria }: Vocabulary): Effect {
  return {
    requires: withCurrentNames(requires, criteria),
    weighs: withCurrentNames(weighs, criteria),
    ...(because !== undefined && { because }),
  };
}
