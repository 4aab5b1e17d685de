/**
 * The types of the domain: the content of rule files, and the answers of a team. All of them are plain JSON, so that
 * they can be compiled at build time, printed, and read by other programs.
 */

import type { AsyncapiParts } from './asyncapi-parts.ts';
import type { Condition } from './condition/condition.ts';
import type { ConfidenceModel } from './confidence-model.ts';
import type { Mistake } from './mistake.ts';
import type { Component, Run } from './system/component.ts';
import type { SystemMistake } from './system/system-mistake.ts';
import type { TrafficModel } from './traffic-model.ts';

/** 0 cannot · 1 poor, only with major work · 2 partial or application-level · 3 good · 4 native. */
export type Grade = 0 | 1 | 2 | 3 | 4;

/** The top of the grade scale: a grade divided by it is a utility, 0 to 1. */
export const BEST_GRADE = 4;

/** The whole scale, worst first. */
export const GRADES: readonly Grade[] = [0, 1, 2, 3, 4];

/** A dimension on which protocols are graded; a row of the comparison table where `table` is true. */
export interface Criterion {
  readonly id: string;
  readonly label: string;
  /** What grade 4 means, as one question. */
  readonly asks: string;
  readonly group: string;
  /** Weight ≥ 0 that it has before any answer; in the same unit as the weights of answers. */
  readonly baseline: number;
  /** One sentence: why the baseline is what it is. */
  readonly because?: string;
  /** What grades 0 to 4 mean on this criterion, by grade. */
  readonly ruler?: readonly string[];
  /** When one of these surely holds, the criterion weighs 0, whatever answers add. */
  readonly irrelevantWhen?: readonly Irrelevance[];
  /** Ids that it had in earlier versions; packs and overrides may still use them. */
  readonly formerly?: readonly string[];
  /** The cell of every protocol that has none of its own; protocols of the rules already hold it. */
  readonly otherwise?: Cell;
  readonly table: boolean;
}

/** A situation in which a criterion does not matter. */
export interface Irrelevance {
  readonly when: Condition;
  /** One sentence for reports. */
  readonly because: string;
}

/** One protocol on one criterion. */
export interface Cell {
  readonly grade: Grade;
  /** The short text of the comparison table, at most 24 characters. */
  readonly says: string;
  /** One sentence that gives the reason for the grade. */
  readonly because: string;
  /** A URL, or `judgement: why`. */
  readonly source: string;
  /** When it was checked, `YYYY-MM` or `YYYY-MM-DD`; present where the fact ages. */
  readonly asOf?: string;
  /** What the well-known cheat sheet says here, where that is wrong or out of date. */
  readonly was?: string;
}

/** Something to run or to arrange in addition to the protocol itself. */
export interface Need {
  readonly id: string;
  readonly says: string;
  /** When it is needed; absent: always. */
  readonly when?: Condition;
}

/** What a protocol stands for in a special case, as words behind its name: "for store apps: APNs and FCM". */
export interface Meaning {
  readonly says: string;
  /** When it applies; absent: always. */
  readonly when?: Condition;
}

/** Another protocol that is usually combined with this one, and the part of the way that it serves. */
export interface Combination {
  readonly protocol: string;
  /** The part of the way that the other one serves, such as "to browsers". */
  readonly leg: string;
  readonly why: string;
  /** When a decision names it; absent: always. */
  readonly when?: Condition;
}

/** Why a protocol may not be recommended at all, and the `name@version` of the pack, or the project file, that forbids it. */
export interface Forbidden {
  readonly because: string;
  readonly pack: string;
}

/** An alternative: one protocol that can be recommended. */
export interface Protocol {
  readonly id: string;
  readonly name: string;
  /** `core` is always ranked; `extended` on request. */
  readonly tier: 'core' | 'extended';
  /** Its place in tables, from 1; those without one come last, by id. */
  readonly order?: number;
  readonly summary: string;
  readonly pickWhen: readonly string[];
  readonly avoidWhen: readonly string[];
  /** What it stands for in special cases; the first that applies is printed behind its name. Absent: none. */
  readonly means?: readonly Meaning[];
  readonly needs: readonly Need[];
  readonly combinesWith: readonly Combination[];
  /** The components that must be run for it, such as a broker; absent: none. */
  readonly runs?: readonly Run[];
  readonly asyncapi?: AsyncapiParts;
  /** Why an AsyncAPI document makes no sense for it. */
  readonly withoutAsyncapi?: string;
  /** Present: it is excluded whatever the answers. */
  readonly forbidden?: Forbidden;
  /** By criterion id; every criterion of the rules has its cell. */
  readonly cells: Readonly<Record<string, Cell>>;
}

/** What giving an answer does to the profile. */
export interface Effect {
  /** Criterion id → lowest acceptable grade: a hard constraint. */
  readonly requires: Readonly<Record<string, Grade>>;
  /** Criterion id → weight ≥ 0 that is added. */
  readonly weighs: Readonly<Record<string, number>>;
  /** One whole sentence: the reason for these requirements and weights. */
  readonly because?: string;
  /** Further answers on which the effect depends; absent: none. */
  readonly when?: Condition;
}

/** One possible answer: a choice, yes or no, or a band of numbers. */
export interface Option {
  /** The choice's id, `true` or `false`, or a typical number of the band. */
  readonly value: string | boolean | number;
  readonly label: string;
  readonly help?: string;
  /** How often projects answer so, in any unit ≥ 0, relative to the question's other options. */
  readonly prior: number;
  /** The answer that most teams give; the wizard marks it as recommended. */
  readonly usual?: true;
  readonly effects: readonly Effect[];
  /** Lower edge of a band, included; absent on the first band and on other kinds. */
  readonly from?: number;
}

/** What a team is asked, and what each answer does. */
export interface Question {
  readonly id: string;
  /** `choices` takes any number of its options; none at all only where the question has a `noneLabel`. */
  readonly kind: 'choice' | 'choices' | 'boolean' | 'number';
  readonly label: string;
  readonly asks: string;
  readonly help: string;
  /** What it bears on: the decision, or only the figures and the starter that come with it. */
  readonly about: 'decision' | 'estimate' | 'starter';
  /** The end of a channel that its answer names; absent: neither. */
  readonly end?: 'client' | 'server';
  /** Of a number. */
  readonly unit?: string;
  /** Smallest number accepted; `above` instead excludes the bound itself. */
  readonly atLeast?: number;
  readonly above?: number;
  /** In ascending order for numbers: each band ends where the next one starts. */
  readonly options: readonly Option[];
  /** One sentence: where the priors of its options come from. */
  readonly priorBecause?: string;
  /** Of `choices`: the label of the answer "none of these", an empty list. Absent: there is no such answer. */
  readonly noneLabel?: string;
  /** How often projects answer "none of these", in the unit of the options' priors. Absent: 0. */
  readonly nonePrior?: number;
  /** When the question makes sense; absent: always. */
  readonly when?: Condition;
}

/** An option: id, true or false, a number in the unit of the question; several ids in the order of its options, an empty list for none. */
export type AnswerValue = string | boolean | number | readonly string[];

/** By question id. An absent question is unknown, which is different from "no". */
export type Answers = Readonly<Record<string, AnswerValue>>;

/** A named use case: answers that are typical of it. */
export interface Preset {
  readonly id: string;
  readonly title: string;
  readonly says: string;
  readonly answers: Answers;
}

/** A language for starters, and how a project in it is recognised. */
export interface Language {
  readonly id: string;
  readonly name: string;
  /** File names, or `*.ext`, that show that a project is in this language; the first language that matches wins. */
  readonly files: readonly string[];
  /** When those files count; absent: always. */
  readonly when?: Condition;
  /** Files that count when there are none of any language. A language with them is the default without a project. */
  readonly fallbackFiles?: readonly string[];
}

/** A published decision of a team. */
export interface Precedent {
  readonly id: string;
  readonly title: string;
  readonly organisation: string;
  readonly year: number;
  /** Where the decision is published. */
  readonly source: string;
  /** Protocol ids: what they run, or what the accepted answer says. */
  readonly chosen: readonly string[];
}

/** The answers of all published decisions to one question. */
export interface PrecedentColumn {
  /** Every answer that occurs, once. */
  readonly values: readonly AnswerValue[];
  /** By position of the decision: the position of its answer in `values`, −1 where the decision does not tell. */
  readonly at: readonly number[];
}

/** The published decisions of the rules; made by `precedentTable`. */
export interface PrecedentTable {
  readonly count: number;
  readonly named: readonly Precedent[];
  /** By question id. */
  readonly columns: Readonly<Record<string, PrecedentColumn>>;
}

/** A rule pack, or several merged into one. */
export interface Rules {
  /** `name@version` of every pack, in the order in which they were merged. */
  readonly packs: readonly string[];
  /** `sha256:` and the hash of the content. */
  readonly digest: string;
  readonly criteria: readonly Criterion[];
  readonly protocols: readonly Protocol[];
  readonly questions: readonly Question[];
  readonly presets: readonly Preset[];
  readonly mistakes: readonly Mistake[];
  /** What protocols need to be run beside a team's own programs; absent: nothing is known of them. */
  readonly components?: readonly Component[];
  /** Mistakes that only a system of several channels shows. */
  readonly systemMistakes?: readonly SystemMistake[];
  readonly models: readonly TrafficModel[];
  readonly languages: readonly Language[];
  /** Published decisions; a decision names the nearest ones. */
  readonly precedents?: PrecedentTable;
  /** Absent: no confidence is computed. */
  readonly confidence?: ConfidenceModel;
  /** The answers of a project for questions that flags and files leave open. The interfaces add them, `decide` does not. */
  readonly defaults?: Answers;
}
