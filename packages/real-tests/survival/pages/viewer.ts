/** A page that plays a live stream, and what all of its rows do with it. */
import type { ServerResponse } from 'node:http';
import { expect } from 'vitest';
import { until, type Watched } from '../../program.ts';
import { type Cell, freePort } from '../tools/fault.ts';
import { memoryGrowth, wait } from '../tools/machine.ts';
import { LiveStream } from './live-stream.ts';
import { type ProgramPage, pageOf } from './page.ts';

const MEGABYTE = 1_048_576;

type Evaluate = (expression: string) => Promise<unknown>;

/** A page, and the stream that it plays. */
export interface Viewer {
  readonly stream: LiveStream;
  readonly program: Watched;
  readonly page: ProgramPage;
  readonly port: number;
  readonly evaluate: Evaluate;
  readonly plays: () => Promise<void>;
}

export async function view(cell: Cell, answers?: LiveStream['answers']): Promise<Viewer> {
  const port = await freePort();
  const stream = cell.keep(new LiveStream());
  if (answers !== undefined) stream.answers = answers;
  await stream.listen(port);
  const running = await cell.start({ endpoint: `http://127.0.0.1:${port}/live/index.m3u8` });
  const { program } = running;
  const page = pageOf(running);
  // Playwright does not follow a page that comes out of the page cache.
  const evaluate: Evaluate = async (expression) =>
    (await page.devTools.send('Runtime.evaluate', { expression })).result.value;
  // Nobody looks at it: to paint it takes more of the processor than all else.
  await evaluate("document.querySelector('video').style.visibility = 'hidden'");
  return { stream, program, page, port, evaluate, plays: () => plays(evaluate, program) };
}

/** A picture that moves, for two seconds of the video. */
export async function plays(evaluate: Evaluate, program: Watched): Promise<void> {
  const now = async () => Number(await evaluate("document.querySelector('video')?.currentTime ?? 0"));
  let [first, last] = [Number.POSITIVE_INFINITY, 0];
  await until(
    async () => {
      await wait(250); // to ask all the time takes more of the processor than to play
      last = await now();
      first = Math.min(first, last);
      return last > first + 2;
    },
    60_000,
    () => `the video to go on at ${last}:\n${program.output.slice(-2000)}`,
  );
  expect(await evaluate("document.querySelector('video').videoWidth")).toBe(320);
}

export const isPlaylist = (path: string) => path.endsWith('.m3u8');
export const isSegment = (path: string) => path.endsWith('.ts');

/** Playlists are answered like this at first; then they are as they should be. */
export async function recovers(
  cell: Cell,
  answer: (response: ServerResponse) => boolean,
  { says, fewer = 8 }: { readonly says: RegExp; readonly fewer?: number },
): Promise<Viewer> {
  const viewer = await view(cell, (path, response) => isPlaylist(path) && answer(response));
  await wait(8000);
  expect(viewer.program.output).toMatch(says);
  expect(viewer.stream.of('.m3u8').length).toBeGreaterThan(1);
  expect(viewer.stream.of('.m3u8').length).toBeLessThan(fewer);
  viewer.stream.answers = () => false;
  await viewer.plays();
  return viewer;
}

/** While a stream plays, something is answered like this, until the page says so. */
export async function goesWrong(cell: Cell, answers: LiveStream['answers'], says: RegExp, times = 1): Promise<Viewer> {
  const viewer = await view(cell);
  await viewer.plays();
  const before = viewer.program.count(says);
  viewer.stream.answers = answers;
  await viewer.program.saw(says, { times: before + times });
  viewer.stream.answers = () => false;
  await viewer.plays();
  return viewer;
}

/** The memory that something takes until it is over. */
export async function isBounded({ program }: Viewer, during: () => Promise<void>): Promise<void> {
  expect(await memoryGrowth(program.pid, during)).toBeLessThan(150 * MEGABYTE);
}
