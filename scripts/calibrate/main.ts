/** npm run calibrate: how good the advice is on published decisions, and the confidence model that follows from it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { leadOf } from '../../src/core/confidence.ts';
import type { Answers, Rules } from '../../src/core/model.ts';
import { rankProtocols } from '../../src/core/rank.ts';
import { agreementOf, type Judged, judge, table } from './agreement.ts';
import { type Case, foldsOf, loadCorpus, statedAnswers } from './corpus.ts';
import { simulateInterviews } from './interviews.ts';
import { LEAD_SCALE, modelOf, modelText, reliability } from './model.ts';
import { optimismOf } from './optimism.ts';

const root = process.argv[2] ?? '.';
const { rules, cases } = loadCorpus(join(root, 'rules'));
const folds = foldsOf(cases);

/** Advice, with the lead that its confidence comes from. */
interface Advised extends Judged {
  readonly lead: number;
  readonly fold: number;
}

function advise(of: Rules, one: Case, answers: Answers): Advised {
  const { ranking, profile } = rankProtocols(of, answers, {}, () => true);
  const ids = ranking.map(({ protocol }) => protocol);
  return {
    ...judge(one, ids),
    lead: leadOf(ranking, profile, LEAD_SCALE) ?? Number.POSITIVE_INFINITY,
    fold: folds.get(one.owner) ?? 0,
  };
}

function percent(share: number): string {
  return share.toFixed(2);
}

const full = cases.map((one) => advise(rules, one, one.answers));
const few = cases.flatMap((one) => {
  const answers = statedAnswers(one);
  return answers === undefined ? [] : [advise(rules, one, answers)];
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

const model = modelOf(
  [...full, ...few].filter(({ lead }) => Number.isFinite(lead)),
  corrected,
);
console.log(`\n${reliability(full, model)}`);

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
  console.log('\nWrote rules/confidence.yaml.');
}
