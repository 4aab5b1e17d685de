/** Validates values against forms, and gives the issues of zod their places. */
import type { z } from 'zod';
import type { Findings } from './diagnostics.ts';
import { FORM, type Issue } from './form-messages.ts';
import type { Path, Written } from './node.ts';

/** Returns the value that the form makes of a node; `undefined` when it does not fit, with the reasons in `findings`. */
export function matchForm<Form extends z.ZodType>(
  node: Written,
  form: Form,
  findings: Findings,
): z.output<Form> | undefined {
  const parsed = form.safeParse(node.value);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) report(node, issue, findings);
  return undefined;
}

function report(top: Written, issue: Issue, findings: Findings): void {
  const node = top.follow(steps(issue.path));
  if (issue.code === 'unrecognized_keys') {
    const hints = issue.message.split('\n');
    if (isForeign(top, issue.path, issue.keys, hints)) {
      findings.report(node.place(), FORM.unknownKeys, { count: issue.keys.length, hint: hints[0] ?? '' });
      return;
    }
    for (const [index, key] of issue.keys.entries()) {
      const place = top.file.place([...top.path, ...steps(issue.path), key], 'key');
      findings.report(place, FORM.unknownKey, { key, hint: hints[index] ?? '' });
    }
    return;
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    reportUnion(top, node, issue.errors, steps(issue.path), findings);
    return;
  }
  if (node.value === undefined) {
    const key = String(issue.path.at(-1) ?? '');
    findings.report(node.place(), FORM.missingKey, { key, issue });
    return;
  }
  const misfit = issue.code === 'invalid_type' ? FORM.wrongType : FORM.wrongValue;
  findings.report(node.place(), misfit, { issue, value: node.value, isWhole: isTop(node) });
}

/**
 * Whether the top of a file, or of an entry of its list, has nothing to do with the form. Then it may be a file that a
 * link passes off as a rule file, and what it holds is not to be printed.
 */
function isForeign(
  top: Written,
  path: readonly PropertyKey[],
  keys: readonly string[],
  hints: readonly string[],
): boolean {
  const isNear = hints.some((hint) => hint.startsWith('Did you mean'));
  return path.length === 0 && isTop(top) && !isNear && keys.length === top.keys().length;
}

/** Whether a node is the whole of a file, or an entry of the list that is. */
function isTop({ path }: Written): boolean {
  return path.every((step) => typeof step === 'number');
}

/** Of several forms, the author probably meant the one whose type fits. */
function reportUnion(top: Written, node: Written, branches: Issue[][], path: Path, findings: Findings): void {
  const meant = branches.filter((issues) => issues.every((issue) => issue.path.length > 0));
  const [only] = meant;
  if (only !== undefined && meant.length === 1) {
    for (const issue of only) report(top, { ...issue, path: [...path, ...issue.path] }, findings);
    return;
  }
  findings.report(node.place(), FORM.noneFits, { issues: branches.flat(), value: node.value });
}

function steps(path: readonly PropertyKey[]): Path {
  return path.map((step) => (typeof step === 'number' ? step : String(step)));
}
