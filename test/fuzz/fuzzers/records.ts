import fc from 'fast-check';
import { parse } from 'yaml';
import { CHECK_FORMATS } from '../../../src/report/check/formats.ts';
import { builtInRules } from '../../../src/rules/built-in.ts';
import { runWith } from '../../cli/fake-io.ts';
import { damaged } from '../../cli/hostile/hostile-text.ts';
import { runDecently } from '../decent.ts';
import { fuzzerOf } from '../fuzzer.ts';
import { mutated } from '../mutate.ts';

const { presets, protocols, mistakes, criteria } = await builtInRules();
const texts: string[] = [];
for (const { id } of presets.slice(0, 6)) {
  const { stdout } = await runWith(['record', '--preset', id, '--name', id, '--weight', `${criteria[0]?.id}=2`]);
  // With its basis, and without one, as people write it: the basis is ten times as long as the rest.
  if (stdout !== '') texts.push(stdout, stdout.slice(0, stdout.indexOf('\nbasis:') + 1));
}
const names = [
  ...[...protocols, ...mistakes, ...criteria].map(({ id }) => id),
  ...[
    'version',
    'name',
    'why',
    'answers',
    'decision',
    'core',
    'all',
    'accepts',
    'override',
    'because',
    'basis',
    'grades',
  ],
];

export const fuzzer = fuzzerOf({
  kind: 'records',
  share: 1,
  inputs: fc.tuple(
    fc.constantFrom(...Object.keys(CHECK_FORMATS)),
    fc
      .constantFrom(...texts)
      .chain((text) =>
        fc.oneof(
          { weight: 3, arbitrary: mutated(parse(text), names).map((one) => JSON.stringify(one) ?? '') },
          { weight: 1, arbitrary: damaged(Buffer.from(text)).map((bytes) => Buffer.from(bytes).toString('latin1')) },
        ),
      ),
  ),
  attempt: ([format, stdin]) => runDecently(['check', '-', '--format', format], { stdin }),
});
