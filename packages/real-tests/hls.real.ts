/** HLS in a browser: the page plays what the servers' segmenters make, across their restarts. */
import { expect, test } from 'vitest';
import { eachPage } from './page.ts';
import { freePort, until } from './program.ts';
import { isListening } from './survival/tools/fault.ts';
import { type Language, launch } from './survival/tools/launch.ts';

const bench = eachPage();
const { open, shows } = bench;

async function startServer(language: Language, port: number) {
  const set = { port, path: '/live', origin: bench.origin, segment: 1 };
  const running = await launch({ protocol: 'hls', language, role: 'server', set });
  await isListening(running);
  return running.program;
}

/** Seconds that were played, and whether a picture is there. */
const played = () =>
  bench.page.evaluate<readonly [number, boolean]>(
    "(({ currentTime, videoWidth }) => [currentTime, videoWidth === 640])(document.querySelector('video'))",
  );

async function plays(): Promise<void> {
  const [before] = await played();
  await until(
    async () => {
      const [now, hasPicture] = await played();
      return hasPicture && now > before + 2;
    },
    30_000,
    () => 'the video to go on',
  );
}

test.each(['typescript', 'python', 'go', 'java'] as const)(
  'a server in %s that starts late, and restarts',
  async (language) => {
    const port = await freePort();
    await open('hls', { endpoint: `http://127.0.0.1:${port}/live/index.m3u8` });
    await shows(/^error: no connection \(manifestLoadError\); again in \d+ ms$/);
    const first = await startServer(language, port);
    try {
      await shows(/^playing$/);
      await plays();
    } finally {
      await first.stop('SIGTERM');
    }
    await shows(/^error: .*; again in \d+ ms$/, 2);
    const second = await startServer(language, port);
    try {
      await shows(/^playing$/, 2);
      await plays();
    } finally {
      await second.stop('SIGTERM');
    }
    expect(first.output).not.toMatch(/Traceback|^ +at /m);
  },
  180_000,
);
