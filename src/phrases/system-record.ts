/** The problems of a recorded system and their causes, in one line each. */
import type { Rules } from '../core/model.ts';
import type { CheckCause } from '../core/record/check-report.ts';
import type { RecordedSystem, SystemProblem } from '../core/record/check-system.ts';
import type { Plan } from '../core/system/assignments.ts';
import { joined } from '../text/lists.ts';
import { causesInWords, problemInWords } from './record-problems.ts';
import { componentsInWords } from './system.ts';
import { points } from './values.ts';

/** One sentence. */
export function systemProblemInWords({ decisions, prefer }: RecordedSystem, problem: SystemProblem): string {
  switch (problem.rule) {
    case 'outranked': {
      const { own, chosen } = problem;
      const changed = chosen.assigned.flatMap(({ leg, ranked }) => {
        const recorded = decisions[leg.name];
        return recorded === ranked.protocol ? [] : [`${ranked.protocol} for ${leg.name}, not ${recorded}`];
      });
      const what = changed.length > 0 ? joined(changed) : 'the same protocols with less to run';
      return `The whole is now better with ${what} (${prefer}): ${planInWords(chosen)}; recorded: ${planInWords(own)}.`;
    }
    case 'unaccepted-warning': {
      const { id, title, severity, legs } = problem.warning;
      return `${severity} ${id} of ${joined(legs)} is not accepted: ${title}.`;
    }
    case 'idle-acceptance':
      return `${problem.mistake} is accepted, but there is no such warning now. Remove it.`;
  }
}

/** "one thing to run (MQTT broker), summed fit 273.0". */
function planInWords({ components, fit }: Plan): string {
  return `${componentsInWords(components.map(({ name }) => name))}, summed fit ${points(fit)}`;
}

/** The causes, as far as they are known. */
export function systemProblemCauses(rules: Rules, problem: SystemProblem): CheckCause[] {
  switch (problem.rule) {
    case 'outranked':
      return problem.legs.flatMap(({ leg, record, problem: of }) => [
        { says: `${leg.name}: ${problemInWords(rules, record, of)}` },
        ...causesInWords(rules, record, of).map((cause) => ({ ...cause, says: `${leg.name}: ${cause.says}` })),
      ]);
    case 'unaccepted-warning': {
      const { id, instead } = problem.warning;
      return [
        { says: `Instead: ${instead}` },
        { says: `See "wirewise explain --mistake ${id}". To accept it, write ${id} under accepts.` },
      ];
    }
    case 'idle-acceptance':
      return [];
  }
}
