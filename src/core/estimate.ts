import { holds } from './condition/evaluate.ts';
import type { Estimate } from './decision.ts';
import type { Answers } from './model.ts';
import type { ModelConstant, Packets, PushCosts, TrafficModel } from './traffic-model.ts';

const SECONDS_PER_HOUR = 3600;

/** What the model needs to know, each per client. Seconds, bytes, messages per second. */
export interface PollingInputs {
  readonly intervalSeconds: number;
  /** Request and response headers of one poll together. */
  readonly headerBytes: number;
  /** Of a connection that each poll has to open; 0 where one stays open. */
  readonly setupBytes: number;
  /** Body that a poll brings when nothing changed; 0 with a cursor or a 304. */
  readonly unchangedBodyBytes: number;
  readonly messagesPerSecond: number;
  readonly payloadBytes: number;
  /** Overtaken values are dropped, so that one poll brings at most one message. */
  readonly latestOnly: boolean;
}

/** What a poll and a push cost besides their content: framing, TLS records, TCP/IP headers and acknowledgements, bytes. */
export interface Overheads extends PushCosts {
  readonly pollOverheadBytes: number;
  readonly heartbeatSeconds: number;
  readonly packets?: Packets;
}

/**
 * Bytes per client-hour, both directions, for polling and for a pushed stream:
 * `poll = (3600/i)·(c + h + S + o) + E·p` and `push = Eₚ·(p + oₚ) + (3600/hb)·b`, with E ≤ one message a poll where only
 * the latest value matters. A body or payload of several packets costs the headers of each further one.
 */
export function pollingTraffic(inputs: PollingInputs, overheads: Overheads): { poll: number; push: number } {
  const { packets } = overheads;
  const polls = SECONDS_PER_HOUR / inputs.intervalSeconds;
  const messages = SECONDS_PER_HOUR * inputs.messagesPerSecond;
  const seen = inputs.latestOnly ? Math.min(messages, polls) : messages;
  const payload = onTheWire(inputs.payloadBytes, packets);
  const idle = inputs.headerBytes + onTheWire(inputs.unchangedBodyBytes, packets) + overheads.pollOverheadBytes;
  const poll = polls * (inputs.setupBytes + idle) + seen * payload;
  const heartbeats = (SECONDS_PER_HOUR / overheads.heartbeatSeconds) * overheads.heartbeatBytes;
  const push = messages * (payload + overheads.pushOverheadBytes) + heartbeats;
  return { poll, push };
}

/** A body with the headers of every packet after its first. */
function onTheWire(bodyBytes: number, packets: Packets | undefined): number {
  if (packets === undefined || bodyBytes === 0) return bodyBytes;
  return bodyBytes + (Math.ceil(bodyBytes / packets.payloadBytes) - 1) * packets.furtherBytes;
}

/**
 * The estimate from a team's own numbers; `undefined` unless interval, rate and message size are all known.
 * An unknown poll body counts as 0, the case that favours polling most.
 *
 * @param first ids of the protocols in first place: the first of them that the model knows is the one that pushes
 */
export function estimateSaving(
  model: TrafficModel,
  answers: Answers,
  first: readonly string[] = [],
): Estimate | undefined {
  const number = (question: string): number | undefined => {
    const value = answers[question];
    return typeof value === 'number' ? value : undefined;
  };
  const intervalSeconds = number(model.inputs.intervalSeconds);
  const messagesPerSecond = number(model.inputs.messagesPerSecond);
  const payloadBytes = number(model.inputs.payloadBytes);
  if (intervalSeconds === undefined || messagesPerSecond === undefined || payloadBytes === undefined) return undefined;
  const constant = (constants: readonly ModelConstant[] = []) =>
    constants.find(({ when }) => holds(when, { answers })) ?? { bytes: 0 };
  const headers = constant(model.headerBytes);
  const setup = constant(model.setupBytes);
  const inputs: PollingInputs = {
    intervalSeconds,
    messagesPerSecond,
    payloadBytes,
    unchangedBodyBytes: number(model.inputs.unchangedBodyBytes) ?? 0,
    headerBytes: headers.bytes,
    setupBytes: setup.bytes,
    latestOnly: holds(model.latestOnly, { answers }),
  };
  const pusher = first.find((id) => model.pushedBy?.[id] !== undefined) ?? '';
  const overheads: Overheads = { ...model, ...model.pushedBy?.[pusher] };
  const traffic = (end: 'low' | 'high' | 'bytes') =>
    pollingTraffic(
      { ...inputs, headerBytes: headers[end] ?? headers.bytes, setupBytes: setup[end] ?? setup.bytes },
      overheads,
    );
  const savingOf = ({ poll, push }: ReturnType<typeof pollingTraffic>) => (poll - push) / poll;
  const middle = traffic('bytes');
  // Nothing is told of amounts that no number can hold.
  if (!Number.isFinite(middle.poll + middle.push) || middle.poll === 0) return undefined;
  const isRange = [headers, setup].some(({ low, high }) => low !== undefined || high !== undefined);
  return {
    model: model.id,
    pollBytesPerHour: middle.poll,
    pushBytesPerHour: middle.push,
    saving: savingOf(middle),
    ...(isRange && { savingLow: savingOf(traffic('low')), savingHigh: savingOf(traffic('high')) }),
    inputs: { ...inputs },
    source: model.source,
  };
}
