import { connect, createServer, type Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { type Driver, PackageMissing } from '../../src/lab/driver.ts';
import { DRIVERS } from '../../src/lab/drivers.ts';
import { LOOPBACK, listen } from '../../src/lab/loopback.ts';
import { PLAN, type PlanEntry } from '../../src/lab/plan.ts';
import { type LabOptions, type Progress, runLab } from '../../src/lab/run-lab.ts';
import { builtInRules } from '../../src/rules/built-in.ts';

const entry: PlanEntry = {
  protocol: 'semaphore',
  driver: 'flags',
  label: 'Semaphore',
  says: 'Two flags.',
  headers: {},
  waitsMs: 0,
  idle: { seconds: 15, says: 'one wave every 15 s' },
};

const options: LabOptions = {
  messages: 3,
  payloadBytes: 10,
  cwd: '/',
  signal: new AbortController().signal,
  onProgress: () => {},
};

/** A line a message; the receiver of one answers with a byte, a wave is two bytes down. */
const flags: Driver = async (bench) => {
  let served: Socket | undefined;
  const server = createServer((socket) => {
    served = socket;
    socket.on('data', (data) => {
      if (data.length === 1) return;
      bench.arrived(String(data).trimEnd());
      socket.write('+');
    });
  });
  const client = connect(await bench.route(await listen(server, bench.cleanUp)), LOOPBACK);
  bench.cleanUp(() => client.destroy());
  let onWave = () => {};
  client.on('data', (data) => {
    if (data.length === 2) onWave();
    if (data.length <= 2) return;
    bench.arrived(String(data).trimEnd());
    client.write('+');
  });
  await new Promise((resolve) => client.once('connect', resolve));
  while (served === undefined) await new Promise((resolve) => setTimeout(resolve, 1));
  return {
    send: async (direction, payload) => {
      (direction === 'down' ? served : client)?.write(`${payload}\n`);
    },
    beat: () =>
      new Promise((resolve) => {
        onWave = resolve;
        served?.write('~~');
      }),
  };
};

describe('a run', () => {
  test('gives means per message, the answers included, and a minute made of signs of life', async () => {
    const seen: Progress[] = [];
    const result = await runLab(
      [entry],
      { flags: async () => flags },
      { ...options, onProgress: (one) => seen.push(one) },
    );
    expect(result).toMatchObject({ messages: 3, payloadBytes: 10 });
    expect(result.measurements).toEqual([
      {
        kind: 'measured',
        protocol: 'semaphore',
        label: 'Semaphore',
        how: 'Two flags.',
        setUp: { up: 0, down: 0 },
        down: { bytes: { up: 1, down: 11 }, latencyMs: { median: expect.any(Number), p95: expect.any(Number) } },
        up: { bytes: { up: 11, down: 1 }, latencyMs: { median: expect.any(Number), p95: expect.any(Number) } },
        idleMinute: { up: 0, down: 8 },
        idleBasis: 'one wave every 15 s',
      },
    ]);
    const shares = seen.map(({ share }) => share);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(Math.max(...shares)).toBeLessThanOrEqual(1);
  });

  test('adds the wait of what is fetched to the way down only', async () => {
    const result = await runLab([{ ...entry, waitsMs: 60_000 }], { flags: async () => flags }, options);
    const [measured] = result.measurements;
    if (measured?.kind !== 'measured') throw new Error('Expected a measurement.');
    expect(measured.waitsMs).toBe(60_000);
    expect(measured.down.latencyMs.median).toBeGreaterThan(29_000);
    expect(measured.up.latencyMs.median).toBeLessThan(1_000);
  });

  test('goes on after what fails or lacks a package, and stops what that had started', async () => {
    const stopped: string[] = [];
    const failing: Driver = async ({ cleanUp }) => {
      cleanUp(() => stopped.push('failing'));
      throw new Error('The mast broke.');
    };
    const lacking: Driver = async () => {
      throw new PackageMissing('Needs flags.');
    };
    const plan = ['failing', 'lacking', 'unheard-of', 'flags'].map((driver) => ({ ...entry, driver }));
    const drivers = { failing: async () => failing, lacking: async () => lacking, flags: async () => flags };
    const { measurements } = await runLab(plan, drivers, options);
    expect(measurements).toMatchObject([
      { kind: 'failed', says: 'The mast broke.' },
      { kind: 'absent', says: 'Needs flags.' },
      { kind: 'failed', says: 'There is no driver "unheard-of".' },
      { kind: 'measured' },
    ]);
    expect(stopped).toEqual(['failing']);
  });

  test('that is called off in the middle of a message stops what it started, and throws the reason', async () => {
    const calledOff = new AbortController();
    const stopped: string[] = [];
    const silent: Driver = async ({ cleanUp }) => {
      cleanUp(() => stopped.push('silent'));
      return { send: async () => calledOff.abort(new Error('Fog.')) };
    };
    const run = runLab([entry], { flags: async () => silent }, { ...options, signal: calledOff.signal });
    await expect(run).rejects.toThrow('Fog.');
    expect(stopped).toEqual(['silent']);
  });

  test('counts no message that arrives garbled', async () => {
    const garbling: Driver = async ({ arrived }) => ({
      send: async (_direction, payload) => {
        arrived(`${payload}?`);
        throw new Error('Nobody understood.');
      },
    });
    const { measurements } = await runLab([entry], { flags: async () => garbling }, options);
    expect(measurements).toMatchObject([{ kind: 'failed', says: 'Nobody understood.' }]);
  });
});

describe('the plan', () => {
  test('knows protocols of the rules and drivers that exist, and labels each line once', async () => {
    const { protocols } = await builtInRules();
    const known = protocols.map(({ id }) => id);
    for (const { protocol, driver } of PLAN) {
      expect(known).toContain(protocol);
      expect(Object.keys(DRIVERS)).toContain(driver);
    }
    expect(new Set(PLAN.map(({ label }) => label)).size).toBe(PLAN.length);
    expect(new Set(PLAN.map(({ driver }) => driver))).toEqual(new Set(Object.keys(DRIVERS)));
  });

  test('polls with the headers of a browser where it says so', () => {
    const sizes = PLAN.map(({ headers }) => Object.entries(headers).join('\r\n').length);
    expect(new Set(sizes).size).toBe(2);
  });
});
