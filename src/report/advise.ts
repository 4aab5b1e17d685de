import { decide } from '../core/decide.ts';
import type { Decision } from '../core/decision.ts';
import type { Rules } from '../core/model.ts';
import type { Input } from '../core/overrides.ts';
import type { RobustnessOptions } from '../core/robustness/robustness.ts';
import { recommendCommand } from '../phrases/commands.ts';
import { chooseLanguage } from '../starters/choose-language.ts';
import { renderStarter } from '../starters/render.ts';
import type { StartersData } from '../starters/starter.ts';
import { shellLine } from '../text/shell.ts';
import type { Advice } from './advice.ts';

export interface AdviseRequest extends Input {
  readonly core: boolean;
  readonly rulesDirs: readonly string[];
  readonly isProjectIgnored: boolean;
  /** `false` for neither robustness nor flips. */
  readonly robustness: RobustnessOptions | false;
  /** `false` for no starter program. */
  readonly starter?: boolean;
  /** The sorted names of the files of the project; its language is the starter's. */
  readonly listFiles: () => readonly string[];
}

/** Decides, and adds the starter and the equivalent command. */
export function advise(rules: Rules, starters: StartersData, request: AdviseRequest): Advice {
  const {
    answers,
    overrides,
    preset,
    core,
    rulesDirs,
    isProjectIgnored,
    robustness,
    starter = true,
    listFiles,
  } = request;
  const decision = decide(rules, answers, { core, robustness, ...(overrides && { overrides }) });
  const snippet = starter ? pickStarter(rules, starters, decision, listFiles) : undefined;
  const argv = recommendCommand(answers, { rules, overrides, core, rulesDirs, isProjectIgnored, robustness });
  return {
    ...decision,
    ...(preset && { preset }),
    ...(snippet && { snippet }),
    command: shellLine(argv),
    argv,
  };
}

function pickStarter(
  rules: Rules,
  starters: StartersData,
  decision: Decision,
  listFiles: AdviseRequest['listFiles'],
): Advice['snippet'] {
  const protocol = decision.recommendation?.protocol;
  if (protocol === undefined) return undefined;
  const { answers } = decision;
  const chosen = chooseLanguage(rules, starters, { protocol, role: 'client', answers, listFiles });
  if (!chosen) return undefined;
  const { language, because: chosenBecause } = chosen;
  const rendered = renderStarter(starters, { protocol, language, role: 'client', answers, set: {} });
  return 'problem' in rendered ? undefined : { ...rendered, chosenBecause };
}
