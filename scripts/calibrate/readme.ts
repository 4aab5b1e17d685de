/** The part of README that tells how good the advice is. */
import type { Agreement } from './agreement.ts';
import { agreementOf, groupsOf, type Judged } from './agreement.ts';
import type { LevelCheck } from './model.ts';

export interface Figures {
  readonly cases: number;
  readonly owners: number;
  readonly apparent: Agreement;
  /** After the correction for optimism. */
  readonly corrected: Omit<Agreement, 'n'>;
  /** By weights that did not see the owner. */
  readonly unseen: Agreement;
  /** What people stated unasked, alone. */
  readonly stated: Agreement;
  readonly levels: readonly LevelCheck[];
  /** Every case, with all its answers. */
  readonly judged: readonly Judged[];
}

const BEGIN = '<!-- advice:begin (written by npm run calibrate -- --write) -->';
const END = '<!-- advice:end -->';

/** The page with a new section between its marks. @throws Error when it has no such section */
export function withAdvice(page: string, figures: Figures, nameOf: (protocol: string) => string): string {
  const from = page.indexOf(BEGIN);
  const to = page.indexOf(END);
  if (from < 0 || to < from) throw new Error('README.md has no section "advice".');
  return `${page.slice(0, from)}${BEGIN}\n\n${adviceSection(figures, nameOf)}\n\n${page.slice(to)}`;
}

function adviceSection(figures: Figures, nameOf: (protocol: string) => string): string {
  const { cases, owners, apparent, corrected, unseen, stated, levels, judged } = figures;
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rowOf = (title: string, { strict, fair, firstTwo }: Omit<Agreement, 'n'>) =>
    row([title, ...[strict, fair, firstTwo].map((share) => percent(share))]);
  return [
    `${cases} published decisions of ${owners} organisations:`,
    '',
    row(['', 'same choice', 'that or another fair one', 'among the first two']),
    row(['---', '---', '---', '---']),
    rowOf('the rules as they are, on cases that their authors know', apparent),
    rowOf('corrected for that', corrected),
    rowOf('weights fitted anew without the organisation', unseen),
    rowOf(`the ${stated.n} questions people asked, with what they stated unasked alone`, stated),
    '',
    row(['confidence', 'advice on unseen cases', 'same choice: promised', 'and was', 'fair: promised', 'and was']),
    row(['---', '---', '---', '---', '---', '---']),
    ...levels.map(({ level, n, strict, fair }) =>
      row([level, String(n), percent(strict.told), percent(strict.was), percent(fair.told), percent(fair.was)]),
    ),
    '',
    `Reports name these ${levels.reduce((sum, { n }) => sum + n, 0)} cases: the ${cases}, some of them a second time with what was stated unasked alone.`,
    '',
    'Weak, mostly because another fair choice comes first, is advice where teams chose:',
    '',
    ...weakest(judged, nameOf),
  ].join('\n');
}

/** Share below which the same choice is called weak, and the number of cases from which that means something. */
const WEAK = { share: 0.5, cases: 3 };

function weakest(judged: readonly Judged[], nameOf: (protocol: string) => string): string[] {
  const groups = [...groupsOf(judged)].filter(([name]) => name.startsWith('chosen '));
  return groups
    .map(([name, group]) => ({ protocol: name.slice('chosen '.length), ...agreementOf(group) }))
    .filter(({ n, strict }) => n >= WEAK.cases && strict < WEAK.share)
    .sort((a, b) => a.strict - b.strict || b.n - a.n)
    .map(({ protocol, n, strict }) => `- ${nameOf(protocol)}: the same choice in ${Math.round(strict * n)} of ${n}`);
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
