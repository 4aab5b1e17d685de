import type { RecordedDecision } from '../../../core/record/check-record.ts';
import { recordAsData } from '../../../documents/record-data.ts';
import { recordAsYaml } from '../../../documents/write-record.ts';
import { isMereDefault } from '../../../phrases/verdict.ts';
import { safeJson } from '../../../report/safe-json.ts';
import { pathWord, shellQuote } from '../../../text/shell.ts';
import { noticeOf, type Result } from '../../context.ts';
import { usageFailure } from '../../errors.ts';
import { EXIT } from '../../exit-codes.ts';
import { collectInput } from '../../input/answers.ts';
import { refuseOverwrite } from '../../output/refuse-overwrite.ts';
import { schemaModeline } from '../../output/schema-modeline.ts';
import {
  basisFor,
  outranks,
  type RecordContext,
  type RecordOptions,
  readAccepts,
  readDecision,
  recommended,
} from './choice.ts';
import { recordSystem } from './record-system.ts';
import { updateRecord } from './update.ts';

/** `wirewise record`: writes the decision as a file that `check` reads, if `check` would accept it. */
export async function record(
  context: RecordContext,
  _words: readonly string[],
  options: RecordOptions,
): Promise<Result> {
  if (options.update !== undefined) {
    return updateRecord(context, options.update, options);
  }
  if (options.system !== undefined) {
    refuseToOverwrite(context, options);
    return recordSystem(context, options.system, options, head(context, options));
  }
  if (options.prefer !== undefined) throw usageFailure(['Unexpected --prefer: it needs --system.']);
  const { name, why, override, output } = options;
  if (name === undefined)
    throw usageFailure(['Missing --name: what is decided, in a few words, such as --name orders.']);
  if (override !== undefined && options.decision === undefined)
    throw usageFailure(['Missing --decision: --override records another protocol than the advice.']);
  refuseToOverwrite(context, options);
  const { rules, io } = context;
  const { core, ...input } = await collectInput(rules, options, io);
  const all = !core;
  const plain: RecordedDecision = {
    ...input,
    name,
    decision: readDecision(rules, options) ?? recommended(rules, { ...input, all }),
    all,
    accepts: readAccepts(rules, options),
  };
  if (isMereDefault(input))
    throw usageFailure([
      `Missing answers: without any, the advice is merely the default. Add some, such as --preset ${rules.presets[0]?.id}.`,
    ]);
  const recorded: RecordedDecision = { ...plain, ...(override !== undefined && { override: { because: override } }) };
  const basis = basisFor(context, recorded);
  if (override !== undefined && !outranks(rules, plain))
    throw usageFailure([`Unexpected --override: ${plain.decision} ranks first, so there is nothing to override.`]);
  const text =
    options.format === 'json'
      ? safeJson(recordAsData(recorded, { why, basis }))
      : recordAsYaml(recorded, { why, basis }, head(context, options));
  return { documents: [{ text, path: output, isNew: !options.force, notice: noticeOf(options) }], exitCode: EXIT.ok };
}

/** Refuses to overwrite a file, because people edit records. The write itself is exclusive, too. */
function refuseToOverwrite({ io }: RecordContext, options: RecordOptions): void {
  refuseOverwrite(options, io, (output) => `, or --update ${shellQuote(pathWord(output))} to decide anew from it`);
}

function head({ io, rulesDirs, isProjectIgnored }: RecordContext, { output: path = 'FILE' }: RecordOptions): string {
  const packs = [...rulesDirs.flatMap((dir) => ['--rules', dir]), ...(isProjectIgnored ? ['--no-project'] : [])];
  const command = ['wirewise', 'check', pathWord(path), ...packs].map(shellQuote).join(' ');
  return [
    schemaModeline({ kind: 'check' }, path, io.cwd).trimEnd(),
    '# Recorded protocol decision. Check it with:',
    `#   ${command}`,
    '# Do not edit `basis`; wirewise uses it to detect changes.',
    '',
  ].join('\n');
}
