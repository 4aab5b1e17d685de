/** The entries of rule packs with their places, before they are checked against each other. */
import type { z } from 'zod';
import type { ConfidenceModel } from '../../core/confidence-model.ts';
import type { StartersData } from '../../starters/starter.ts';
import type { Written } from '../../yaml/node.ts';
import type { languageForm, mistakeForm, modelForm, presetForm } from '../forms/advice.ts';
import type { cellsForm, criterionForm } from '../forms/criterion.ts';
import type { protocolForm } from '../forms/protocol.ts';
import type { questionForm } from '../forms/question.ts';
import type { componentForm, systemMistakeForm } from '../forms/system.ts';

/** One entry of a rule file. Without `data` it does not fit its form, and that has been reported. */
export interface Entry<Data> {
  readonly node: Written;
  readonly data: Data | undefined;
  /** The number of its pack, from 0. */
  readonly pack: number;
}

/** Takes the place of a pack's number for the base rules, over which the packs are merged. */
export const BASE = -1;

/** The parts of the rules that have names of their own. */
export type Kind = Exclude<
  keyof ParsedPacks,
  'packs' | 'parts' | 'forbids' | 'defaults' | 'starters' | 'incomplete' | 'confidence'
>;

export type CriterionData = z.output<typeof criterionForm>;
export type ProtocolData = z.output<typeof protocolForm>;
type CellsData = z.output<typeof cellsForm>;
export type QuestionData = z.output<typeof questionForm>;
export type PresetData = z.output<typeof presetForm>;
export type MistakeData = z.output<typeof mistakeForm>;
export type ModelData = z.output<typeof modelForm>;
export type ComponentData = z.output<typeof componentForm>;
export type SystemMistakeData = z.output<typeof systemMistakeForm>;
type LanguageData = z.output<typeof languageForm>;

/** Cells for a protocol of an earlier pack. */
interface Part {
  /** Id of the protocol, and its place. */
  readonly id: string;
  readonly idAt: { readonly node: Written; readonly part: 'key' | 'value' };
  /** The map from criterion to cell. */
  readonly cells: Written | undefined;
  /** Absent when it does not fit its form. */
  readonly data: CellsData | undefined;
  /** The reason that the file gives for all of its cells. */
  readonly reason?: string;
  readonly pack: number;
}

/** A protocol that a pack forbids, or with `false` allows again. */
export interface Forbid {
  readonly id: string;
  readonly because: string | false;
  /** Its key is the id of the protocol. */
  readonly node: Written;
  readonly pack: number;
}

/** All packs, in the order in which they are merged. */
export interface ParsedPacks {
  readonly packs: string[];
  readonly criteria: Entry<CriterionData>[];
  readonly protocols: Entry<ProtocolData>[];
  /** Cells of later packs for protocols that exist already. */
  readonly parts: Part[];
  readonly forbids: Forbid[];
  /** Answers of project files, each a map by question id. */
  readonly defaults: Written[];
  /** The starters of the folders snippets/. */
  readonly starters: { readonly dir: string; readonly data: StartersData }[];
  readonly questions: Entry<QuestionData>[];
  readonly presets: Entry<PresetData>[];
  readonly mistakes: Entry<MistakeData>[];
  readonly components: Entry<ComponentData>[];
  readonly systemMistakes: Entry<SystemMistakeData>[];
  readonly models: Entry<ModelData>[];
  readonly languages: Entry<LanguageData>[];
  /** The confidence model of the last pack that has one. */
  confidence?: ConfidenceModel;
  /** Kinds with a file that could not be read. An unknown name may be in it, so that it is no error. */
  readonly incomplete: Set<Kind>;
}

/** No packs. */
export function noPacks(): ParsedPacks {
  return {
    packs: [],
    criteria: [],
    protocols: [],
    parts: [],
    forbids: [],
    defaults: [],
    starters: [],
    questions: [],
    presets: [],
    mistakes: [],
    components: [],
    systemMistakes: [],
    models: [],
    languages: [],
    incomplete: new Set(),
  };
}
