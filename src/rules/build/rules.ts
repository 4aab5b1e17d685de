/** Builds the types of the core from parsed packs that passed every check. */
import { createHash } from 'node:crypto';
import { checkAnswers } from '../../core/answers.ts';
import type { AsyncapiParts } from '../../core/asyncapi-parts.ts';
import type { Mistake } from '../../core/mistake.ts';
import type { Answers, Criterion, Preset, Protocol, Question, Rules } from '../../core/model.ts';
import type { TrafficModel } from '../../core/traffic-model.ts';
import { sortKeys } from '../../text/lists.ts';
import type { Written } from '../../yaml/node.ts';
import type { Vocabulary } from '../check/known-names.ts';
import type {
  CriterionData,
  Forbid,
  MistakeData,
  ModelData,
  ParsedPacks,
  PresetData,
  ProtocolData,
} from '../read/parsed-packs.ts';
import { mergeCells } from './cells.ts';
import { Conditions, each } from './conditions.ts';
import { buildQuestions } from './questions.ts';
import { buildSystemParts, toRuns } from './systems.ts';

/** Merges packs without findings into the base rules. */
export function buildRules(parsed: ParsedPacks, base: Rules | undefined, names: Vocabulary, defaults: Answers): Rules {
  const conditions = new Conditions(names);
  const criteria = [
    ...(base?.criteria ?? []),
    ...each(parsed.criteria, (data, node) => toCriterion(data, node, conditions)),
  ];
  const questions = buildQuestions(parsed, base, names);
  const languages = [
    ...(base?.languages ?? []),
    ...each(parsed.languages, ({ id, name, files, fallbackFiles }, node) => ({
      id,
      name,
      files,
      ...conditions.when(node),
      ...(fallbackFiles && { fallbackFiles }),
    })),
  ];
  const content = {
    criteria,
    protocols: buildProtocols(parsed, base, names, conditions),
    questions,
    presets: [...(base?.presets ?? []), ...each(parsed.presets, (data) => toPreset(data, questions))],
    mistakes: [...(base?.mistakes ?? []), ...each(parsed.mistakes, (data, node) => toMistake(data, node, conditions))],
    models: [...(base?.models ?? []), ...each(parsed.models, (data, node) => toModel(data, node, conditions))],
    languages,
    ...buildSystemParts(parsed, base, conditions),
  };
  const answers = { ...base?.defaults, ...defaults };
  const confidence = parsed.confidence ?? base?.confidence;
  return {
    packs: [...(base?.packs ?? []), ...parsed.packs],
    digest: digest(content),
    ...content,
    ...(base?.precedents && { precedents: base.precedents }),
    ...(confidence && { confidence }),
    ...(Object.keys(answers).length > 0 && { defaults: answers }),
  };
}

/** `sha256:` of the content as JSON with sorted keys, so that comments and spacing do not count. */
function digest(content: unknown): string {
  return `sha256:${createHash('sha256').update(JSON.stringify(content, sortKeys)).digest('hex')}`;
}

/** The cells of a criterion are not kept: they become cells of the protocols. */
function toCriterion(
  { table = false, irrelevantWhen, cells: _, ...data }: CriterionData,
  node: Written,
  conditions: Conditions,
): Criterion {
  const written = node.child('irrelevantWhen')?.items() ?? [];
  const irrelevance = written.map((entry, at) => ({
    when: conditions.under(entry, 'when'),
    because: irrelevantWhen?.[at]?.because ?? '',
  }));
  return { ...data, ...(irrelevantWhen && { irrelevantWhen: irrelevance }), table };
}

function buildProtocols(
  parsed: ParsedPacks,
  base: Rules | undefined,
  names: Vocabulary,
  conditions: Conditions,
): Protocol[] {
  const whole = [
    ...(base?.protocols ?? []),
    ...each(parsed.protocols, (data, node) => toProtocol(data, node, conditions)),
  ];
  const { cells } = mergeCells(parsed, base, names.criteria);
  const forbidden = new Map(parsed.forbids.map((forbid) => [forbid.id, forbid]));
  return whole.toSorted(byPlace).map((protocol) => {
    const merged = cells.get(protocol.id) ?? {};
    return { ...forbidBy(forbidden.get(protocol.id), protocol, parsed.packs), cells: merged };
  });
}

/** Later packs override earlier ones: they forbid a protocol, give another reason, or allow it again. */
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
  const meanings = node.child('means')?.items() ?? [];
  const { asyncapi, means, ...rest } = data;
  return {
    ...rest,
    ...(asyncapi && { asyncapi: toAsyncapi(asyncapi, node.child('asyncapi'), conditions) }),
    ...toRuns(data, node, conditions),
    ...(means && { means: means.map(({ says }, at) => ({ says, ...conditions.when(meanings[at]) })) }),
    needs: data.needs.map(({ id, says }, index) => ({ id, says, ...conditions.when(needs[index]) })),
    combinesWith: data.combinesWith.map(({ protocol, leg, why }, index) => ({
      protocol,
      leg,
      why,
      ...conditions.when(combinations[index]),
    })),
  };
}

function toAsyncapi(
  data: NonNullable<ProtocolData['asyncapi']>,
  node: Written | undefined,
  conditions: Conditions,
): AsyncapiParts {
  const when = (part: 'operations' | 'messages' | 'bindings', index: number) =>
    conditions.when(node?.child(part)?.items()[index]);
  return {
    server: data.server,
    channel: data.channel,
    operations: data.operations.map(({ id, action, says }, at) => ({ id, action, says, ...when('operations', at) })),
    messages: data.messages.map(({ contentType, payload }, at) => ({ contentType, payload, ...when('messages', at) })),
    bindings: (data.bindings ?? []).map(({ at, name, set }, index) => ({ at, name, set, ...when('bindings', index) })),
    extensions: data.extensions ?? {},
  };
}

function toPreset({ id, title, says, answers }: PresetData, questions: readonly Question[]): Preset {
  return { id, title, says, answers: checkAnswers(questions, answers).answers };
}

function toMistake(data: MistakeData, node: Written, conditions: Conditions): Mistake {
  return { ...data, when: conditions.under(node, 'when'), unless: conditions.under(node, 'unless') };
}

function toModel(data: ModelData, node: Written, conditions: Conditions): TrafficModel {
  const { setupBytes, ...rest } = data;
  const constants = (list: ModelData['headerBytes'], key: string) => {
    const written = node.child(key)?.items() ?? [];
    return list.map(({ when: _, ...constant }, index) => ({ ...constant, ...conditions.when(written[index]) }));
  };
  return {
    ...rest,
    latestOnly: conditions.under(node, 'latestOnly'),
    headerBytes: constants(data.headerBytes, 'headerBytes'),
    ...(setupBytes && { setupBytes: constants(setupBytes, 'setupBytes') }),
  };
}
