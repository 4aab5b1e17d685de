/** From drafts that passed every check to the types of the core. */
import { createHash } from 'node:crypto';
import { checkAnswers } from '../../core/answers.ts';
import type {
  Answers,
  AsyncapiParts,
  Cell,
  Criterion,
  Mistake,
  Preset,
  Protocol,
  Question,
  Rules,
  TrafficModel,
} from '../../core/model.ts';
import type { Written } from '../../yaml/node.ts';
import type { Vocabulary } from '../check/known-names.ts';
import type {
  CriterionData,
  Draft,
  Forbid,
  MistakeData,
  ModelData,
  PresetData,
  ProtocolData,
} from '../read/parsed-packs.ts';
import { Conditions, each } from './conditions.ts';
import { buildQuestions } from './questions.ts';

/** Lays a draft without findings over the rules beneath it. */
export function buildRules(draft: Draft, base: Rules | undefined, names: Vocabulary, defaults: Answers): Rules {
  const criteria = [...(base?.criteria ?? []), ...each(draft.criteria, toCriterion)];
  const questions = buildQuestions(draft, base, names);
  const conditions = new Conditions(names);
  const languages = [
    ...(base?.languages ?? []),
    ...each(draft.languages, ({ id, name, files, fallbackFiles }, node) => ({
      id,
      name,
      files,
      ...conditions.when(node),
      ...(fallbackFiles && { fallbackFiles }),
    })),
  ];
  const content = {
    criteria,
    protocols: buildProtocols(draft, base, criteria, conditions),
    questions,
    presets: [...(base?.presets ?? []), ...each(draft.presets, (data) => toPreset(data, questions))],
    mistakes: [...(base?.mistakes ?? []), ...each(draft.mistakes, (data, node) => toMistake(data, node, conditions))],
    models: [...(base?.models ?? []), ...each(draft.models, (data, node) => toModel(data, node, conditions))],
    languages,
  };
  const answers = { ...base?.defaults, ...defaults };
  const given = Object.keys(answers).length > 0 ? { defaults: answers } : {};
  return { packs: [...(base?.packs ?? []), ...draft.packs], digest: digest(content), ...content, ...given };
}

/** `sha256:` of the content as JSON with sorted keys, so that comments and spacing do not count. */
function digest(content: unknown): string {
  return `sha256:${createHash('sha256').update(JSON.stringify(content, sortKeys)).digest('hex')}`;
}

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function toCriterion({ table = false, ...data }: CriterionData): Criterion {
  return { ...data, table };
}

function buildProtocols(
  draft: Draft,
  base: Rules | undefined,
  criteria: readonly Criterion[],
  conditions: Conditions,
): Protocol[] {
  const whole = [
    ...(base?.protocols ?? []),
    ...each(draft.protocols, (data, node) => toProtocol(data, node, conditions)),
  ];
  const parts = new Map<string, Record<string, Cell>>();
  for (const { id, data } of draft.parts) {
    if (data) parts.set(id, { ...parts.get(id), ...cellsOf(data) });
  }
  const forbidden = new Map(draft.forbids.map((forbid) => [forbid.id, forbid]));
  return whole.toSorted(byPlace).map((protocol) => {
    const cells = { ...protocol.cells, ...parts.get(protocol.id) };
    const ordered = criteria.flatMap(({ id }) => (cells[id] ? [[id, cells[id]] as const] : []));
    return { ...forbidBy(forbidden.get(protocol.id), protocol, draft.packs), cells: Object.fromEntries(ordered) };
  });
}

/** A later layer has the last word: it forbids, gives another reason, or allows again. */
function forbidBy(forbid: Forbid | undefined, protocol: Protocol, packs: readonly string[]): Protocol {
  if (!forbid) return protocol;
  const { forbidden: _, ...allowed } = protocol;
  const { because, pack } = forbid;
  return because === false ? allowed : { ...allowed, forbidden: { because, pack: packs[pack] ?? '' } };
}

function byPlace(a: Protocol, b: Protocol): number {
  const place = ({ order = Number.MAX_SAFE_INTEGER }: Protocol) => order;
  return place(a) - place(b) || (a.id < b.id ? -1 : 1);
}

function toProtocol(data: ProtocolData, node: Written, conditions: Conditions): Protocol {
  const needs = node.child('needs')?.items() ?? [];
  const combinations = node.child('combinesWith')?.items() ?? [];
  const { order, asyncapi, withoutAsyncapi, ...rest } = data;
  return {
    ...rest,
    ...(order !== undefined && { order }),
    ...(asyncapi && { asyncapi: toAsyncapi(asyncapi, node.child('asyncapi'), conditions) }),
    ...(withoutAsyncapi !== undefined && { withoutAsyncapi }),
    needs: data.needs.map(({ id, says }, index) => ({ id, says, ...conditions.when(needs[index]) })),
    combinesWith: data.combinesWith.map(({ protocol, leg, why }, index) => ({
      protocol,
      leg,
      why,
      ...conditions.when(combinations[index]),
    })),
    cells: cellsOf(data.cells),
  };
}

function toAsyncapi(
  data: NonNullable<ProtocolData['asyncapi']>,
  node: Written | undefined,
  conditions: Conditions,
): AsyncapiParts {
  const { protocolVersion, pathname, ...server } = data.server;
  const when = (part: 'operations' | 'messages' | 'bindings', index: number) =>
    conditions.when(node?.child(part)?.items()[index]);
  return {
    server: {
      ...server,
      ...(protocolVersion !== undefined && { protocolVersion }),
      ...(pathname !== undefined && { pathname }),
    },
    channel: data.channel,
    operations: data.operations.map(({ id, action, says }, at) => ({ id, action, says, ...when('operations', at) })),
    messages: data.messages.map(({ contentType, payload }, at) => ({ contentType, payload, ...when('messages', at) })),
    bindings: (data.bindings ?? []).map(({ at, name, set }, index) => ({ at, name, set, ...when('bindings', index) })),
    extensions: data.extensions ?? {},
  };
}

function cellsOf(cells: ProtocolData['cells']): Record<string, Cell> {
  const plain = Object.entries(cells).map(([id, { asOf, was, ...cell }]) => {
    return [id, { ...cell, ...(asOf !== undefined && { asOf }), ...(was !== undefined && { was }) }] as const;
  });
  return Object.fromEntries(plain);
}

function toPreset({ id, title, says, answers }: PresetData, questions: readonly Question[]): Preset {
  return { id, title, says, answers: checkAnswers(questions, answers).answers };
}

function toMistake(data: MistakeData, node: Written, conditions: Conditions): Mistake {
  const { estimate, ...rest } = data;
  return {
    ...rest,
    when: conditions.under(node, 'when'),
    unless: conditions.under(node, 'unless'),
    ...(estimate !== undefined && { estimate }),
  };
}

function toModel(data: ModelData, node: Written, conditions: Conditions): TrafficModel {
  const constants = node.child('headerBytes')?.items() ?? [];
  return {
    ...data,
    latestOnly: conditions.under(node, 'latestOnly'),
    headerBytes: data.headerBytes.map(({ bytes }, index) => ({ bytes, ...conditions.when(constants[index]) })),
  };
}
