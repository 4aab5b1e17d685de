import { Chalk } from 'chalk';
import { describe, expect, test } from 'vitest';
import type { LabResult, Measured } from '../../../src/lab/measurement.ts';
import { renderLab } from '../../../src/report/terminal/lab.ts';
import { builtInRules } from '../../../src/rules/built-in.ts';

const measured: Measured = {
  kind: 'measured',
  protocol: 'semaphore',
  label: 'Semaphore',
  how: 'Two flags.',
  setUp: { up: 12, down: 0 },
  down: { bytes: { up: 0.4, down: 1234.5 }, latencyMs: { median: 0.126, p95: 12.6 } },
  up: { bytes: { up: 106, down: 0 }, latencyMs: { median: 9.994, p95: 1_000_000 } },
  idleMinute: { up: 1_000_000, down: 36 },
  idleBasis: 'one wave every 15 s',
};

async function render(measurements: LabResult['measurements'], level: 0 | 1 = 0, width = 80): Promise<string> {
  const context = { rules: await builtInRules(), paint: new Chalk({ level }), width };
  return renderLab({ messages: 1000, payloadBytes: 100, measurements }, context);
}

describe('the report of the lab', () => {
  test('lines up bytes and times, and says how they came about', async () => {
    const polled = { ...measured, label: 'Poll', waitsMs: 2000 };
    expect(await render([measured, polled])).toBe(`Bytes on the wire, for messages of 100 bytes
           message down  message up      idle minute    set-up
              up   down    up  down         up  down  up  down
Semaphore      0  1,235   106     0  1,000,000    36  12     0
Poll           0  1,235   106     0  1,000,000    36  12     0

Milliseconds until a message arrives
           message down         message up
            median  p95  median        p95
Semaphore     0.13   13    9.99  1,000,000
Poll          0.13   13    9.99  1,000,000

A message down takes as many bytes with each; in an idle minute Semaphore takes
the fewest (1,000,036).

Means of 1,000 messages each way, one at a time, on this machine. "Down" goes
from server to client. Counted above TCP and UDP: TLS would add 22 bytes a
record, TCP over IPv4 40 a packet, UDP 28.
Polling: the wait for the next poll is calculated, evenly spread over 2 s.
Semaphore: Two flags. Idle minute: one wave every 15 s.
Poll: Two flags. Idle minute: one wave every 15 s.
`);
  });

  test('goes on below where the terminal is narrow', async () => {
    const [bytes] = (await render([measured], 0, 40)).split('\n\nMilliseconds');
    expect(bytes).toBe(`Bytes on the wire, for messages of 100
bytes
           message down  message up
              up   down    up  down
Semaphore      0  1,235   106     0

               idle minute    set-up
                  up  down  up  down
Semaphore  1,000,000    36  12     0`);
  });

  test('says what was left out and what failed, without tables where nothing is left', async () => {
    const absent = { kind: 'absent', protocol: 'a', label: 'Kites', says: 'Left out: needs wind.' } as const;
    const failed = { kind: 'failed', protocol: 'b', label: 'Drums', says: 'The skin broke.' } as const;
    expect(await render([absent, failed])).toBe('Kites. Left out: needs wind.\n\nDrums failed: The skin broke.\n');
  });

  test('says which took the fewest bytes, and how many more the other one', async () => {
    const chatty = { ...measured, label: 'Poll', down: { ...measured.down, bytes: { up: 2500, down: 2500 } } };
    const quiet = { ...measured, label: 'Stream', idleMinute: { up: 0, down: 0 } };
    expect(await render([measured, chatty, quiet], 0, 400)).toContain(
      '\n\nFor a message down, Semaphore takes the fewest bytes (1,235) and Poll the most (5,000, 4.0 times as many); in an idle minute Stream takes the fewest (0).\n\n',
    );
  });

  test('says the same in colour', async () => {
    const plain = await render([measured]);
    const coloured = await render([measured], 1);
    expect(coloured).not.toBe(plain);
    expect(coloured.replaceAll(/\u001b\[\d+m/g, '')).toBe(plain);
  });
});
