import { holds } from './condition/evaluate.ts';
import type { Estimate } from './decision.ts';
import type { Answers } from './model.ts';
import type { TrafficModel } from './traffic-model.ts';

const SECONDS_PER_HOUR = 3600;

/** What the model needs to know, each per client. Seconds, bytes, messages per second. */
export interface PollingInputs {
  readonly intervalSeconds: number;
  /** Request and response headers of one poll together. */
  readonly headerBytes: number;
  /** Body that a poll brings when nothing changed; 0 with a cursor or a 304. */
  readonly unchangedBodyBytes: number;
  readonly messagesPerSecond: number;
  readonly payloadBytes: number;
  /** Overtaken values are dropped, so that one poll brings at most one message. */
  readonly latestOnly: boolean;
}

/** What a poll and a push cost beside their content: framing, TLS records, TCP/IP headers and acknowledgements, bytes. */
export type Overheads = Pick<
  TrafficModel,
  'pollOverheadBytes' | 'pushOverheadBytes' | 'heartbeatSeconds' | 'heartbeatBytes'
>;

/**
 * Bytes per client-hour, both directions, for polling and for a pushed stream:
 * `poll = (3600/i)·(h + S + o) + E·p` and `push = Eₚ·(p + oₚ) + (3600/hb)·b`, with E ≤ one message a poll where only
 * the latest value matters.
 */
export function pollingTraffic(inputs: PollingInputs, overheads: Overheads): { poll: number; push: number } {
  const polls = SECONDS_PER_HOUR / inputs.intervalSeconds;
  const messages = SECONDS_PER_HOUR * inputs.messagesPerSecond;
  const seen = inputs.latestOnly ? Math.min(messages, polls) : messages;
  const poll =
    polls * (inputs.headerBytes + inputs.unchangedBodyBytes + overheads.pollOverheadBytes) + seen * inputs.payloadBytes;
  const heartbeats = (SECONDS_PER_HOUR / overheads.heartbeatSeconds) * overheads.heartbeatBytes;
  const push = messages * (inputs.payloadBytes + overheads.pushOverheadBytes) + heartbeats;
  return { poll, push };
}

/**
 * The estimate from a team's own numbers; `undefined` unless interval, rate and message size are all known.
 * An unknown poll body counts as 0, the case that favours polling most.
 */
export function estimateSaving(model: TrafficModel, answers: Answers): Estimate | undefined {
  const number = (question: string): number | undefined => {
    const value = answers[question];
    return typeof value === 'number' ? value : undefined;
  };
  const intervalSeconds = number(model.inputs.intervalSeconds);
  const messagesPerSecond = number(model.inputs.messagesPerSecond);
  const payloadBytes = number(model.inputs.payloadBytes);
  if (intervalSeconds === undefined || messagesPerSecond === undefined || payloadBytes === undefined) return undefined;
  const inputs: PollingInputs = {
    intervalSeconds,
    messagesPerSecond,
    payloadBytes,
    unchangedBodyBytes: number(model.inputs.unchangedBodyBytes) ?? 0,
    headerBytes: model.headerBytes.find((constant) => holds(constant.when, { answers }))?.bytes ?? 0,
    latestOnly: holds(model.latestOnly, { answers }),
  };
  const { poll, push } = pollingTraffic(inputs, model);
  return {
    model: model.id,
    pollBytesPerHour: poll,
    pushBytesPerHour: push,
    saving: (poll - push) / poll,
    inputs: { ...inputs },
    source: model.source,
  };
}
