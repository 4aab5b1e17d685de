import type { Rules } from '../../../core/model.ts';
import { readDecision, type SavedDecision } from '../../../documents/read-decision.ts';
import { recommendCommand } from '../../../phrases/commands.ts';
import type { Advice } from '../../../report/advice.ts';
import { shellLine } from '../../../text/shell.ts';
import { formatDiagnostic } from '../../../yaml/diagnostic.ts';
import { Findings } from '../../../yaml/diagnostics.ts';
import type { Context, Result } from '../../context.ts';
import { Failure, usageFailure } from '../../errors.ts';
import { EXIT } from '../../exit-codes.ts';
import { readInput } from '../../input/read-input.ts';
import { type OptionValues, readQuestionFlags } from '../../program/question-flags.ts';
import { present } from './recommend.ts';

/** Flags beside those of the questions that would lead to another decision. */
const DECIDING = ['preset', 'answers', 'weight', 'must', 'all', 'samples', 'seed'];

/** Beyond so many problems of one file, more of them help nobody. */
const MOST_PROBLEMS = 20;

/**
 * `recommend --from FILE`: the report on a decision that was made before, with nothing decided again.
 *
 * @throws Failure when the file holds no decision, or a flag asks for another one
 */
export async function renderSaved(context: Context, options: OptionValues): Promise<Result> {
  refuseDeciding(context.rules, options);
  const { name, bytes } = await readInput(String(options['from']), context.io);
  const findings = new Findings();
  const saved = readDecision(name, bytes, findings);
  if (saved === undefined) throw new Failure(EXIT.usage, problemLines(findings));
  if (options['quiet'] !== true) tellOfOtherRules(saved, context);
  const argv = saved.argv ?? argvOf(saved, context);
  const advice: Advice = { ...saved, command: saved.command ?? shellLine(argv), argv };
  return present(context, advice, options);
}

function refuseDeciding(rules: Rules, options: OptionValues): void {
  const given = [
    ...DECIDING.filter((flag) => options[flag] !== undefined),
    ...Object.keys(readQuestionFlags(rules, options)),
  ];
  if (given.length === 0) return;
  const flags = given.map((flag) => `--${flag}`).join(', ');
  throw usageFailure([`Unexpected ${flags} beside --from: it shows a decision that is made already.`]);
}

function problemLines(findings: Findings): string {
  const lines = findings.sorted().map(formatDiagnostic);
  const more = lines.length - MOST_PROBLEMS;
  return [...lines.slice(0, MOST_PROBLEMS), ...(more > 0 ? [`… and ${more} more.`] : [])].join('\n');
}

/** Labels and links come from the rules of today; what was decided may rest on others. */
function tellOfOtherRules({ tool }: SavedDecision, { rules, io }: Context): void {
  if (tool.rules.digest === rules.digest) return;
  const short = ({ packs, digest }: { readonly packs: readonly string[]; readonly digest: string }) =>
    `${packs.join(' + ')} (${digest.slice(0, 'sha256:'.length + 8)})`;
  io.stderr.write(
    `note: Decided with other rules than are loaded now; shown as it was decided.\n      Then: ${short(tool.rules)}\n      Now:  ${short(rules)}\n`,
  );
}

/** For a decision saved without its command: the one that gives the same decision. */
function argvOf({ answers, overrides, ranking, excluded }: SavedDecision, context: Context): string[] {
  const { rulesDirs, isProjectIgnored } = context;
  const all = [...ranking, ...excluded].some(({ tier }) => tier === 'extended');
  return recommendCommand(answers, { overrides, all, rulesDirs, isProjectIgnored });
}
