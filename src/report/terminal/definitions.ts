/** What one criterion and one mistake are. */
import type { Mistake } from '../../core/mistake.ts';
import type { Criterion } from '../../core/model.ts';
import type { SystemMistake } from '../../core/system/system-mistake.ts';
import type { ReportContext } from '../advice.ts';
import { claim } from './claims.ts';
import { listed } from './explanation.ts';
import { heading, INDENT, wrap } from './layout.ts';

/** One criterion: its question, the answers that give it weight, and every protocol's grade with its reason. */
export function renderCriterion(criterion: Criterion, context: ReportContext): string {
  const { rules, paint, width } = context;
  const weighedBy = rules.questions.flatMap(({ id, options }) =>
    options.flatMap(({ value, effects }) =>
      effects.flatMap(({ weighs, requires }) => {
        const weight = weighs[criterion.id];
        const minimum = requires[criterion.id];
        return [
          ...(weight ? [`${id} ${value}: weight +${weight}`] : []),
          ...(minimum ? [`${id} ${value}: at least grade ${minimum}`] : []),
        ];
      }),
    ),
  );
  const cells = rules.protocols.flatMap(({ name, cells: row }) => {
    const cell = row[criterion.id];
    return cell ? [...wrap(`${cell.grade}  ${name}: ${cell.says}`, width, INDENT), ...claim(cell, context)] : [];
  });
  const lines = [
    ...heading(`${criterion.label} (${criterion.id})`, context),
    ...wrap(criterion.asks, width, INDENT),
    ...wrap(`Weight before any answer: ${criterion.baseline}.`, width, INDENT),
    ...listed('Answers that make it count', weighedBy, context),
    '',
    paint.bold('Grades'),
    ...cells,
  ];
  return `${lines.join('\n')}\n`;
}

/** One mistake: when it is reported, when not, its consequence, and what to do instead. */
export function renderMistake(mistake: Mistake | SystemMistake, context: ReportContext): string {
  const { title, id, severity, trigger, says, instead, source } = mistake;
  const { paint, width } = context;
  const part = (label: string, text: string) => [paint.bold(label), ...wrap(text, width, INDENT)];
  const lines = [
    ...heading(`${title} (${id}, ${severity})`, context),
    ...part('Reported when', trigger),
    ...('guard' in mistake ? part('Not reported when', mistake.guard) : []),
    ...part('Consequence', says),
    ...part('Instead', instead),
    ...part('Source', source),
  ];
  return `${lines.join('\n')}\n`;
}
