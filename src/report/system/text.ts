import type { LegDecision } from '../../core/system/system.ts';
import { sortWarnings } from '../../phrases/decision.ts';
import { legHingesInWords, MOST_OF_A_LEG } from '../../phrases/hinges.ts';
import { SEVERITY_MARKS } from '../../phrases/labels.ts';
import { precedentInWords } from '../../phrases/precedents.ts';
import { confidenceInWords } from '../../phrases/sureness.ts';
import {
  assignmentInWords,
  choiceInWords,
  componentInWords,
  legInWords,
  preferenceFlag,
  systemVerdict,
  toRunInWords,
} from '../../phrases/system.ts';
import { points, protocolName } from '../../phrases/values.ts';
import { joined } from '../../text/lists.ts';
import type { ReportContext } from '../advice.ts';
import { heading, INDENT, severityPaint, wrap, wrapBehind } from '../terminal/layout.ts';
import type { SystemAdvice, SystemReporter } from './advice.ts';

const DEEP = '    ';

/** The report for a terminal: first the whole, what must be run and the other assignments, then each leg. */
export const render: SystemReporter = (advice, context) => {
  const sections = [
    answer(advice, context),
    bullets('Things to run', componentLines(advice, context), context),
    bullets('Other assignments', alternativeLines(advice, context), context),
    mistakes(advice, context),
    ...advice.legs.map((leg) => legLines(leg, context)),
    bullets('How they work together', bridgeLines(advice, context), context),
    bullets('Also needed', needLines(advice), context),
    [...heading('Reproduce', context), `${INDENT}${advice.command}`],
  ];
  const told = sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return `${told.join('\n\n')}\n`;
};

function answer(advice: SystemAdvice, { rules, paint, width }: ReportContext): string[] {
  const colour = advice.outcome === 'recommended' ? paint.bold.green : paint.bold.red;
  const sentences = [toRunInWords(advice), choiceInWords(advice)];
  return [
    ...wrap(`${advice.name}: ${systemVerdict(advice, rules)}`, width, '', INDENT).map((line) => colour(line)),
    ...(advice.says === undefined ? [] : wrap(advice.says, width, INDENT)),
    ...sentences.flatMap((sentence) => (sentence === '' ? [] : wrap(sentence, width, INDENT))),
  ];
}

/** What the leg has, how sure its own advice is, what it hinges on, who did the same, mistakes near. */
function legLines(leg: LegDecision, context: ReportContext): string[] {
  const { rules, width } = context;
  const { name, says, protocol, score, decision } = leg;
  const has = protocol === null ? 'none feasible' : `${protocolName(rules, protocol)}, ${points(score ?? 0)} of 100`;
  const items = [
    [legInWords(leg, rules), confidenceInWords(decision)].join(' ').trimEnd(),
    ...legHingesInWords(decision.hinges, rules),
    ...decision.precedents.slice(0, MOST_OF_A_LEG).map((one) => `Similar: ${precedentInWords(one, rules)}`),
    ...sortWarnings(leg, rules).mistakes.map(
      ({ severity, title, id }) => `${SEVERITY_MARKS[severity]} ${title} (${id})`,
    ),
  ];
  return [
    ...heading(`${name}: ${has}`, context),
    ...(says === undefined ? [] : wrap(says, width, INDENT)),
    ...items.flatMap((item) => wrapBehind('- ', item, width, INDENT)),
  ];
}

function componentLines({ components }: SystemAdvice, { rules }: ReportContext): string[] {
  return components.map((component) => `${component.name}: ${componentInWords(component, rules)}`);
}

function alternativeLines({ assignments }: SystemAdvice, { rules }: ReportContext): string[] {
  return assignments
    .filter(({ chosen }) => !chosen)
    .map((one) => {
      const flag = preferenceFlag(one);
      return `${assignmentInWords(one, rules)}${flag === '' ? '' : ` (${flag})`}`;
    });
}

function bridgeLines({ bridges }: SystemAdvice, { rules }: ReportContext): string[] {
  return bridges.map(
    ({ from, to, leg, why, legs }) =>
      `${protocolName(rules, from)} and ${protocolName(rules, to)} ${leg} (${joined(legs)}): ${why}`,
  );
}

function needLines({ needs }: SystemAdvice): string[] {
  return needs.map(({ says, legs }) => `${says} (${joined(legs)})`);
}

function mistakes({ warnings }: SystemAdvice, context: ReportContext): string[] {
  if (warnings.length === 0) return [];
  const { width } = context;
  return [
    ...heading('Mistakes that the whole shows', context),
    ...warnings.flatMap(({ severity, title, id, says, instead }) => [
      ...wrap(`${SEVERITY_MARKS[severity]} ${title} (${id})`, width, INDENT).map((line) =>
        severityPaint(severity, context)(line),
      ),
      ...wrap(says, width, DEEP),
      ...wrap(`${severity === 'info' ? 'So' : 'Instead'}: ${instead}`, width, DEEP),
    ]),
  ];
}

function bullets(title: string, items: readonly string[], context: ReportContext): string[] {
  if (items.length === 0) return [];
  return [...heading(title, context), ...items.flatMap((item) => wrapBehind('- ', item, context.width, INDENT))];
}
