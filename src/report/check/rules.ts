import type { CheckRule } from '../../core/record/check-report.ts';

interface RuleText {
  readonly title: string;
  readonly says: string;
  readonly help: string;
}

/** What each rule means, for formats that include an explanation. At most 1024 characters each: GitHub's limit. */
export const CHECK_RULES: Readonly<Record<CheckRule, RuleText>> = {
  excluded: {
    title: 'The chosen protocol is excluded',
    says: 'An answer demands a minimum grade that the chosen protocol does not reach, or a rule pack forbids it.',
    help: 'Look at the answer that is named: is it what you need? If so, decide again with "wirewise recommend" and record the new decision. If a rule changed, "wirewise explain PROTOCOL" shows the grade and its source.',
  },
  outranked: {
    title: 'Another protocol ranks first',
    says: 'The chosen protocol is feasible, but with these answers and rules another one ranks before it.',
    help: 'Compare the two with "wirewise compare A B". Either decide again, or correct the answers and weights that do not say what you need.',
  },
  'unaccepted-warning': {
    title: 'A known mistake is likely, and nobody accepted it',
    says: 'The chosen protocol with these answers meets the conditions of a well-known mistake.',
    help: 'Read it with "wirewise explain --mistake ID". Do what it says instead, or write its id under "accepts" when the team accepts the risk.',
  },
  'unusable-record': {
    title: 'The recorded decision cannot be read',
    says: 'The file is not a recorded decision, or contains names that the rules do not define.',
    help: 'Put right what the message names. "wirewise schema check" prints the form, "wirewise record" writes one.',
  },
  'idle-acceptance': {
    title: 'An accepted warning is no longer given',
    says: 'The warning under "accepts" is no longer given. The record still holds.',
    help: 'Take the id out of "accepts", so that the warning shows if it comes back.',
  },
};
