/** The lab's own servers and clients: what it measures is what was measured before, and what the estimate rests on. */
import { Socket as UdpSocket } from 'node:dgram';
import dns from 'node:dns';
import { Socket as TcpSocket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { DRIVERS } from '../../src/lab/drivers.ts';
import type { LabResult, Measured } from '../../src/lab/measurement.ts';
import { PLAN } from '../../src/lab/plan.ts';
import { runLab, WARM_UP } from '../../src/lab/run-lab.ts';
import { compileRuleFolder } from '../../src/rules/build/compile-folder.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PAYLOAD = 100;
const MESSAGES = 100;

/** Other header names and a longer or shorter path than those of the earlier measurement, at most. */
const TOLERANCE = 0.07;

const lookedUp = [vi.spyOn(dns, 'lookup'), vi.spyOn(dns.promises, 'lookup')];
const sent = vi.spyOn(UdpSocket.prototype, 'send');
const connected = vi.spyOn(TcpSocket.prototype, 'connect');

let result: LabResult;

beforeAll(async () => {
  const signal = new AbortController().signal;
  const options = { messages: MESSAGES, payloadBytes: PAYLOAD, cwd: ROOT, signal, onProgress: () => {} };
  result = await runLab(PLAN, DRIVERS, options);
});

function measured(label: string): Measured {
  const found = result.measurements.find((one) => one.label === label);
  if (found?.kind !== 'measured') throw new Error(`${label} was not measured: ${JSON.stringify(found)}`);
  return found;
}

function expectNear(actual: number, expected: number, tolerance = TOLERANCE): void {
  expect(Math.abs(actual - expected), `${actual} against ${expected}`).toBeLessThanOrEqual(expected * tolerance);
}

test('every protocol is measured, and its messages arrive within a second', () => {
  for (const { label } of PLAN) {
    const { down, up, waitsMs = 0 } = measured(label);
    expect(down.latencyMs.median - waitsMs / 2, label).toBeLessThan(1000);
    expect(up.latencyMs.median, label).toBeLessThan(1000);
  }
});

test('nothing leaves the machine, no STUN request either', () => {
  const isAddress = (value: unknown) => typeof value === 'string' && /[.:]|localhost/.test(value);
  const datagrams = new Set(sent.mock.calls.map((call) => call.slice(1).find(isAddress)));
  expect([...datagrams]).toEqual(['127.0.0.1']);
  const names = lookedUp.flatMap(({ mock }) => mock.calls.map(([name]) => name));
  expect(names.filter((name) => name !== '127.0.0.1')).toEqual([]);
  const hosts = new Set(connected.mock.calls.map((call) => /"host":"([^"]*)"/.exec(JSON.stringify(call))?.[1]));
  expect([...hosts]).toEqual(['127.0.0.1']);
});

/** Measured on 2026-11-22 with a TCP proxy, mean of 100 messages of 100 bytes; bytes up and down. */
describe('bytes of a message down', () => {
  test.each([
    ['Poll HTTP/1.1 bare', 77, 269],
    ['Poll HTTP/1.1 browser', 702, 269],
    ['Poll HTTP/2 browser', 163, 126],
    ['Server-Sent Events', 0, 123],
    ['Stream HTTP/2', 0, 109],
    ['WebSocket', 0, 102],
    ['MQTT 3.1.1 QoS 0', 0, 117],
  ])('%s: %i up, %i down', (label, up, down) => {
    const { bytes } = measured(label).down;
    expectNear(bytes.up, up);
    expectNear(bytes.down, down);
  });
});

test('a held poll costs what another one does for a message, and far less while there is none', () => {
  const [held, poll] = [measured('Long polling browser'), measured('Poll HTTP/1.1 browser')];
  expectNear(held.down.bytes.up, poll.down.bytes.up);
  expectNear(held.idleMinute.up, (poll.idleMinute.up * 2) / 25);
  expect(held.down.latencyMs.median).toBeLessThan(poll.down.latencyMs.median / 10);
});

test('framing is what the standards say, to the byte', () => {
  // RFC 6455 section 5.2: 2 bytes, and a mask of 4 from the client.
  expect(measured('WebSocket').down.bytes).toEqual({ up: 0, down: PAYLOAD + 2 });
  expect(measured('WebSocket').up.bytes).toEqual({ up: PAYLOAD + 6, down: 0 });
  // MQTT 3.1.1 section 3.3: fixed header 2, length of the topic 2, a topic of 13 bytes.
  expect(measured('MQTT 3.1.1 QoS 0').down.bytes).toEqual({ up: 0, down: PAYLOAD + 2 + 2 + 13 });
  expect(measured('MQTT 3.1.1 QoS 0').idleMinute).toEqual({ up: 2, down: 2 });
  // RFC 9113 section 4.1: frame header 9; the end of the line 1.
  expect(measured('Stream HTTP/2').down.bytes).toEqual({ up: 0, down: PAYLOAD + 9 + 1 });
});

test('a data channel adds DTLS and SCTP to a message, and its acknowledgement goes back', () => {
  const { down, up, idleMinute } = measured('WebRTC data channel');
  expect(down.bytes.down).toBeGreaterThanOrEqual(PAYLOAD + 60);
  expect(down.bytes.down).toBeLessThan(PAYLOAD + 80);
  expect(up.bytes.up).toBeGreaterThanOrEqual(PAYLOAD + 60);
  expect(down.bytes.up).toBeGreaterThan(0);
  expect(idleMinute.up).toBeGreaterThan(0);
});

describe('the polling estimate', () => {
  const [model] = compileRuleFolder(`${ROOT}/rules`).rules?.models ?? [];
  if (model === undefined) throw new Error('Missing the traffic model.');
  /** TLS record, TCP/IP packet with timestamps, acknowledgement: below what the lab counts. */
  const belowApplication = 22 + 52 + 52;

  test('begins its range where a poll of a browser with a session and nothing else is over HTTP/1.1', () => {
    const assumed = model.headerBytes.at(-1)?.low ?? 0;
    const { down, idleMinute } = measured('Poll HTTP/1.1 browser');
    expectNear(down.bytes.up + down.bytes.down - PAYLOAD, assumed, 0.05);
    const pollsPerMinute = 30;
    expectNear((idleMinute.up + idleMinute.down) / pollsPerMinute, assumed, 0.05);
  });

  test('assumes what an event costs beside its content: field, end, chunk', () => {
    const ids = Array.from({ length: MESSAGES }, (_, at) => WARM_UP + at + 1);
    const idLines = ids.reduce((sum, id) => sum + `id: ${id}\n`.length, 0) / MESSAGES;
    const framing = measured('Server-Sent Events').down.bytes.down - PAYLOAD - idLines;
    expect(framing).toBeCloseTo(model.pushOverheadBytes - belowApplication, 6);
  });

  test('assumes what a heartbeat costs', () => {
    // The lab's stream has one every 15 seconds.
    const beatsPerMinute = 4;
    const { up, down } = measured('Server-Sent Events').idleMinute;
    expect((up + down) / beatsPerMinute + belowApplication).toBe(model.heartbeatBytes);
  });
});
