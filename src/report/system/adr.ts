import type { Rules } from '../../core/model.ts';
import type { Assignment } from '../../core/system/system.ts';
import { recordSystemCommand } from '../../phrases/commands.ts';
import { answersInWords, openInWords } from '../../phrases/decision.ts';
import { hingeInWords } from '../../phrases/hinges.ts';
import {
  choiceInWords,
  closeLegsInWords,
  componentName,
  costsInWords,
  protocolsInWords,
  systemHeadline,
  toRunInWords,
} from '../../phrases/system.ts';
import { points } from '../../phrases/values.ts';
import { joined } from '../../text/lists.ts';
import { shellLine } from '../../text/shell.ts';
import type { DocumentContext } from '../advice.ts';
import { frontMatter, slugOf } from '../markdown/adr.ts';
import { blocks, fence, list, plain } from '../markdown/markup.ts';
import { origin } from '../markdown/phrases.ts';
import type { SystemAdvice, SystemDocumentReporter } from './advice.ts';
import {
  bridgeList,
  componentList,
  legDetails,
  legTable,
  mistakeList,
  needList,
  picture,
  section,
} from './sections.ts';

/**
 * An architecture decision record with the sections of MADR 4.0.0; the options are the assignments. Refuses if a leg has no
 * feasible protocol.
 */
export const render: SystemDocumentReporter = (advice, context) => {
  const { rules, today } = context;
  if (advice.outcome !== 'recommended') {
    return { problem: 'No record: a leg has no feasible protocol. --format markdown shows what to relax.' };
  }
  const page = blocks(
    frontMatter(today),
    `# ${plain(titleOf(advice, context))}`,
    blocks('## Context and Problem Statement', problem(advice, rules)),
    section('Decision Drivers', drivers(advice)),
    blocks('## Considered Options', list(advice.assignments.map((one) => plain(optionName(one, rules))))),
    blocks('## Decision Outcome', outcome(advice, rules)),
    section('Consequences', consequences(advice, rules), 3),
    blocks('### Confirmation', confirmation(advice, fileName(advice, context))),
    blocks('## Pros and Cons of the Options', prosAndCons(advice, rules)),
    blocks('## More Information', moreInformation(advice, rules)),
  );
  return `${page}\n`;
};

export function fileName(advice: SystemAdvice, context: DocumentContext): string {
  return slugOf(titleOf(advice, context)) || 'protocols-of-the-system';
}

function titleOf({ name }: SystemAdvice, { title }: DocumentContext): string {
  return title ?? `Protocols of ${name}`;
}

function problem(advice: SystemAdvice, rules: Rules): string {
  return blocks(
    `Which protocol is to carry each of the ${advice.legs.length} channels of ${plain(advice.name)}, and what is to be run for them?`,
    plain(advice.says ?? ''),
    list(
      advice.legs.map(({ name, says, decision }) =>
        plain(
          `${name}: ${says === undefined ? '' : `${says.replace(/[.:]?$/, '.')} `}${answersInWords(decision, rules)}; ${openInWords(decision)}`,
        ),
      ),
    ),
  );
}

function drivers({ legs }: SystemAdvice): string {
  return list([
    'The fit of each protocol to its channel, as the answers weigh it',
    'The number of things to run: brokers, gateways, relays and other services, each counted once',
    ...legs.flatMap(({ name, decision }) =>
      (decision.recommendation?.because ?? []).slice(0, 1).map((says) => plain(`${name}: ${says}`)),
    ),
  ]);
}

function optionName({ protocols, components }: Assignment, rules: Rules): string {
  const names = components.map((id) => componentName(rules, id));
  return `${protocolsInWords(protocols, rules)}, with ${joined(names) || 'nothing more to run'}`;
}

function outcome(advice: SystemAdvice, rules: Rules): string {
  return blocks(
    plain(closeLegsInWords(advice)),
    `Chosen option: "${plain(systemHeadline(advice, rules))}". ${plain(toRunInWords(advice))} ${plain(choiceInWords(advice))}`,
    picture(advice, rules),
    legTable(advice, rules),
    componentList(advice, rules),
  );
}

function consequences(advice: SystemAdvice, rules: Rules): string {
  const chosen = advice.assignments.find((one) => one.chosen);
  const costs = chosen ? costsInWords(chosen, rules) : '';
  return blocks(
    list([
      ...(costs === '' ? ['Good, because every leg keeps its own advice'] : [plain(`Bad, because ${costs}`)]),
      ...advice.components.map(({ name, already }) =>
        plain(already ? `Good, because ${name} is in operation already` : `Neutral, because ${name} must be run`),
      ),
    ]),
    mistakeList(advice),
  );
}

function confirmation(advice: SystemAdvice, name: string): string {
  const record = recordSystemCommand(advice.argv, warningsOf(advice), name);
  return blocks(
    'Keep the system with the code as a recorded decision, and check it in CI:',
    fence(`${shellLine(record)}\n${shellLine(['wirewise', 'check', `${name}.wirewise.yaml`])}`, 'sh'),
    'To see the whole report:',
    fence(advice.command, 'sh'),
  );
}

/** Ids of the warnings that a record has to accept. */
function warningsOf({ legs, warnings }: SystemAdvice): string[] {
  const all = [...legs.flatMap((leg) => leg.warnings), ...warnings];
  return [...new Set(all.filter(({ severity }) => severity !== 'info').map(({ id }) => id))];
}

function prosAndCons({ assignments }: SystemAdvice, rules: Rules): string {
  return blocks(
    ...assignments.map((one) => {
      const costs = costsInWords(one, rules);
      return blocks(
        `### ${plain(optionName(one, rules))}`,
        list([
          `Neutral, because the summed fit is ${points(one.fit)}`,
          `${one.count === 0 ? 'Good' : 'Neutral'}, because there ${one.count === 1 ? 'is 1 thing' : `are ${one.count} things`} to run`,
          costs === '' ? 'Good, because every leg keeps its own advice' : plain(`Bad, because ${costs}`),
        ]),
      );
    }),
  );
}

function moreInformation(advice: SystemAdvice, rules: Rules): string {
  const hinges = advice.legs.flatMap(({ name, decision }) =>
    decision.hinges.slice(0, 1).map((hinge) => plain(`${name}: ${hingeInWords(hinge, rules)}`)),
  );
  return blocks(
    section('How they work together', bridgeList(advice, rules), 3),
    section('Also needed', needList(advice), 3),
    section('When to reopen this', list(hinges), 3),
    ...advice.legs.map((leg) => section(plain(leg.name), legDetails(leg, rules), 3)),
    `Proposed by ${origin(advice)}.`,
  );
}
