import type { Rules } from '../../../core/model.ts';
import type { Advice } from '../../../report/advice.ts';
import * as report from '../../../report/advise.ts';
import type { StartersData } from '../../../starters/starter.ts';
import { listFolder } from '../snippet/choose-language.ts';

export interface AdviseRequest extends Omit<report.AdviseRequest, 'listFiles'> {
  /** The folder of the project; its language is the starter's. */
  readonly cwd: string;
}

/** Decides, and adds the starter and the equivalent command. */
export function advise(rules: Rules, starters: StartersData, { cwd, ...request }: AdviseRequest): Advice {
  return report.advise(rules, starters, { ...request, listFiles: () => listFolder(cwd) });
}
