import { readDecision, type SavedDecision } from '../../../documents/read-decision.ts';
import { recommendCommand } from '../../../phrases/commands.ts';
import type { Advice } from '../../../report/advice.ts';
import { shellLine } from '../../../text/shell.ts';
import { formatDiagnostic } from '../../../yaml/diagnostic.ts';
import { Findings } from '../../../yaml/diagnostics.ts';
import type { Context } from '../../context.ts';
import { Failure, usageFailure } from '../../errors.ts';
import { EXIT } from '../../exit-codes.ts';
import { readInput } from '../../input/read-input.ts';
import type { Options } from '../../options/options.ts';

/** Flags besides those of questions that would lead to another decision. */
const DECIDING = ['preset', 'answers', 'weight', 'must', 'core', 'samples', 'seed'] as const;

/** Maximum number of problems that are printed. */
const MOST_PROBLEMS = 20;

type SavedContext = Pick<Context, 'io' | 'rules' | 'rulesDirs' | 'isProjectIgnored'>;

/**
 * Reads the decision of `recommend --from FILE`, which was made before; nothing is decided again.
 *
 * @throws Failure when the file holds no decision, or a flag asks for another one
 */
export async function readSaved(context: SavedContext, file: string, options: Options<'recommend'>): Promise<Advice> {
  refuseDeciding(options);
  const { name, bytes } = await readInput(file, context.io);
  const findings = new Findings();
  const saved = readDecision(name, bytes, findings);
  if (saved === undefined) throw new Failure(EXIT.usage, problemLines(findings));
  if (!options.quiet) warnOfOtherRules(saved, context);
  const argv = saved.argv ?? argvOf(saved, context);
  return { ...saved, command: saved.command ?? shellLine(argv), argv };
}

function refuseDeciding(options: Options<'recommend'>): void {
  const isGiven = (value: unknown) =>
    Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false;
  const given = [...DECIDING.filter((flag) => isGiven(options[flag])), ...Object.keys(options.given)];
  if (given.length === 0) return;
  const flags = given.map((flag) => `--${flag}`).join(', ');
  throw usageFailure([`Unexpected ${flags} with --from: it shows a saved decision.`]);
}

function problemLines(findings: Findings): string {
  const lines = findings.sorted().map(formatDiagnostic);
  const more = lines.length - MOST_PROBLEMS;
  return [...lines.slice(0, MOST_PROBLEMS), ...(more > 0 ? [`… and ${more} more.`] : [])].join('\n');
}

/** The report takes labels and links from the rules of this run, which may differ from those of the decision. */
function warnOfOtherRules({ tool }: SavedDecision, { rules, io }: SavedContext): void {
  if (tool.rules.digest === rules.digest) return;
  const short = ({ packs, digest }: { readonly packs: readonly string[]; readonly digest: string }) =>
    `${packs.join(' + ')} (${digest.slice(0, 'sha256:'.length + 8)})`;
  io.stderr.write(
    `note: Decided with other rules than are loaded now; shown as it was decided.\n      Then: ${short(tool.rules)}\n      Now:  ${short(rules)}\n`,
  );
}

/** The command that gives this decision, for a saved decision that has none. */
function argvOf({ answers, overrides, ranking, excluded }: SavedDecision, context: SavedContext): string[] {
  const { rules, rulesDirs, isProjectIgnored } = context;
  const core = [...ranking, ...excluded].every(({ tier }) => tier === 'core');
  return recommendCommand(answers, { rules, overrides, core, rulesDirs, isProjectIgnored });
}
