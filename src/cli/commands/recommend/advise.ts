import { decide } from '../../../core/decide.ts';
import type { Decision } from '../../../core/decision.ts';
import type { Rules } from '../../../core/model.ts';
import type { Input } from '../../../core/overrides.ts';
import type { RobustnessOptions } from '../../../core/robustness/robustness.ts';
import { recommendCommand } from '../../../phrases/commands.ts';
import type { Advice } from '../../../report/advice.ts';
import { renderStarter } from '../../../starters/render.ts';
import type { StartersData } from '../../../starters/starter.ts';
import { shellLine } from '../../../text/shell.ts';
import { chooseLanguage } from '../snippet/choose-language.ts';

export interface AdviseRequest extends Input {
  readonly core: boolean;
  readonly rulesDirs: readonly string[];
  readonly isProjectIgnored: boolean;
  /** `false` for neither robustness nor flips. */
  readonly robustness: RobustnessOptions | false;
  /** `false` for no starter program. */
  readonly starter?: boolean;
  /** The folder of the project, whose language is the starter's; absent: there is none. */
  readonly cwd?: string;
}

/** Decides, and adds the starter and the equivalent command. */
export function advise(rules: Rules, starters: StartersData, request: AdviseRequest): Advice {
  const { answers, overrides, preset, core, rulesDirs, isProjectIgnored, robustness, starter = true, cwd } = request;
  const decision = decide(rules, answers, { core, robustness, ...(overrides && { overrides }) });
  const snippet = starter ? pickStarter(rules, starters, decision, cwd) : undefined;
  const argv = recommendCommand(answers, { overrides, core, rulesDirs, isProjectIgnored, robustness });
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
  cwd: string | undefined,
): Advice['snippet'] {
  const protocol = decision.recommendation?.protocol;
  if (protocol === undefined) return undefined;
  const { answers } = decision;
  const chosen = chooseLanguage(rules, starters, {
    protocol,
    role: 'client',
    answers,
    ...(cwd !== undefined && { cwd }),
  });
  if (!chosen) return undefined;
  const { language, because: chosenBecause } = chosen;
  const rendered = renderStarter(starters, { protocol, language, role: 'client', answers, set: {} });
  return 'problem' in rendered ? undefined : { ...rendered, chosenBecause };
}
