/** npm run calibrate: how good the advice is on published decisions, and the confidence model that follows from it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Answers } from '../../src/core/model.ts';
import { rankProtocols } from '../../src/core/ranking/rank.ts';
import { agreementOf, type Judged, judge, table } from './agreement.ts';
import { type Case, loadCorpus, statedAnswers } from './corpus.ts';
import { simulateInterviews } from './interviews.ts';
import { LEAD_SCALE, levelChecks, modelOf, modelText, reliability } from './model.ts';
import { optimismOf } from './optimism.ts';
import { withAdvice } from './readme.ts';
import { refittedAdvice } from './refitted.ts';

const root = process.argv[2] ?? '.';
const { rules, cases } = loadCorpus(join(root, 'rules'));

function advise(one: Case, answers: Answers): Judged {
  const { ranking } = rankProtocols(rules, answers, {}, () => true);
  return judge(
    one,
    ranking.map(({ protocol }) => protocol),
  );
}

function percent(share: number): string {
  return share.toFixed(2);
}

const full = cases.map((one) => advise(one, one.answers));
const few = cases.flatMap((one) => {
  const answers = statedAnswers(one);
  return answers === undefined ? [] : [advise(one, answers)];
});
console.log(`${cases.length} published decisions, ${new Set(cases.map(({ owner }) => owner)).size} owners\n`);
console.log(table(full));
const apparent = agreementOf(full);
const stated = agreementOf(few);
console.log(
  `\nwhat people state unasked alone (${stated.n} cases): strict ${percent(stated.strict)}, fair ${percent(stated.fair)}`,
);

const optimism = optimismOf(rules, cases, apparent);
console.log(
  `\nOptimism: equal weights fitted as well (strict ${percent(optimism.apparent.strict)}, ridge ${optimism.ridge}) agree on unseen owners in ${percent(optimism.crossValidated.strict)}.`,
);
const corrected = {
  strict: apparent.strict - optimism.strict,
  fair: apparent.fair - optimism.fair,
  firstTwo: apparent.firstTwo - optimism.firstTwo,
};
console.log(
  `Corrected: strict ${percent(corrected.strict)}, fair ${percent(corrected.fair)}, first two ${percent(corrected.firstTwo)}`,
);

const refitted = refittedAdvice(rules, cases, LEAD_SCALE);
const unseen = agreementOf(refitted);
console.log(
  `Shipped weights refitted without the owner (${unseen.n} judgements, unasked facts alone included): strict ${percent(unseen.strict)}, fair ${percent(unseen.fair)}, first two ${percent(unseen.firstTwo)}`,
);
// The lower of two estimates: neither sees that conditions were chosen by people who had read the cases.
const model = modelOf(refitted, {
  strict: Math.min(corrected.strict, unseen.strict),
  fair: Math.min(corrected.fair, unseen.fair),
});
const levels = levelChecks(refitted, model);
console.log(`\n${reliability(refitted, levels)}`);

const interviews = simulateInterviews(rules, cases);
const counts = interviews.map(({ asked }) => asked).sort((a, b) => a - b);
const same = interviews.filter(({ isSame }) => isSame).length / interviews.length;
console.log(
  `\nWizard: median of ${counts[Math.floor(counts.length / 2)]} questions, nine in ten cases at most ${counts[Math.floor(counts.length * 0.9)]}; same first place as all answers in ${percent(same)}`,
);

console.log('\nMissed, what they run and what is advised:');
for (const { case: one, ranking } of full.filter(({ fair }) => !fair)) {
  console.log(`  ${one.id.padEnd(40)} ${one.first.join(', ')} | ${ranking.slice(0, 3).join(', ')}`);
}
if (process.argv.includes('--write')) {
  writeFileSync(join(root, 'rules', 'confidence.yaml'), modelText(model));
  const readme = join(root, 'README.md');
  const owners = new Set(cases.map(({ owner }) => owner)).size;
  const figures = { cases: cases.length, owners, apparent, corrected, unseen, stated, levels, judged: full };
  const nameOf = (protocol: string) => rules.protocols.find(({ id }) => id === protocol)?.name ?? protocol;
  writeFileSync(readme, withAdvice(readFileSync(readme, 'utf8'), figures, nameOf));
  console.log('\nWrote rules/confidence.yaml and a section of README.md.');
}
