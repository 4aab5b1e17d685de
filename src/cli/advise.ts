import { decide } from '../core/decide.ts';
import type { Decision } from '../core/decision.ts';
import type { Answers, Rules } from '../core/model.ts';
import type { Input } from '../core/overrides.ts';
import type { RobustnessOptions } from '../core/robustness.ts';
import type { StartersData } from '../core/starter.ts';
import type { Advice } from '../report/advice.ts';
import { renderStarter } from '../snippets/render.ts';
import { equivalentCommand } from './command-line.ts';
import { detectLanguage } from './detect-language.ts';

export interface AdviseRequest extends Input {
  readonly all: boolean;
  readonly rulesDirs: readonly string[];
  /** `false`: neither robustness nor flips. */
  readonly robustness: RobustnessOptions | false;
  /** Where to look for the project whose language the starter takes. */
  readonly cwd: string;
}

/** Decides, and adds the starter and the equivalent command. */
export function advise(rules: Rules, starters: StartersData, request: AdviseRequest): Advice {
  const { answers, overrides, all, rulesDirs, robustness, cwd } = request;
  const decision = decide(rules, answers, { all, robustness, ...(overrides && { overrides }) });
  const snippet = pickStarter(rules, starters, decision, cwd);
  return {
    ...decision,
    ...(snippet && { snippet }),
    command: equivalentCommand(answers, { overrides, all, rulesDirs }),
  };
}

function pickStarter(rules: Rules, starters: StartersData, decision: Decision, cwd: string): Advice['snippet'] {
  const protocol = decision.recommendation?.protocol;
  const available = Object.keys((protocol && starters[protocol]) || {});
  const [fallback] = available;
  if (protocol === undefined || fallback === undefined) return undefined;
  const wanted = chooseLanguage(rules, decision.answers, cwd);
  const isThere = available.includes(wanted.language);
  const chosenBecause = isThere ? wanted.because : `there is none in ${wanted.language}`;
  const language = isThere ? wanted.language : fallback;
  const rendered = renderStarter(starters, { protocol, language, role: 'client', answers: decision.answers, set: {} });
  return 'problem' in rendered ? undefined : { ...rendered, chosenBecause };
}

/** As answered, else as the working directory shows, else the first language of the rules. */
export function chooseLanguage(
  rules: Rules,
  answers: Answers,
  cwd: string,
): { readonly language: string; readonly because: string; readonly asked: boolean } {
  const question = rules.questions.find(({ about, kind }) => about === 'starter' && kind === 'choice');
  const answer = question && answers[question.id];
  if (typeof answer === 'string') return { language: answer, because: 'as you asked', asked: true };
  const found = detectLanguage(rules.languages, cwd);
  const because = found?.file === undefined ? 'no project was found here' : `${found.file} is here`;
  return { language: found?.language ?? '', because, asked: false };
}
