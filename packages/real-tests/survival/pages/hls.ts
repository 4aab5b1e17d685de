/** Faults that meet a viewer's page: servers, proxies and encoders of a live stream, and what browsers do to the page. */
import type { ServerResponse } from 'node:http';
import { expect } from 'vitest';
import { startEndless } from '../http/http.ts';
import { type Fault, rowsOf } from '../tools/fault.ts';
import { wait } from '../tools/machine.ts';
import { send } from './http-peer.ts';
import { goesWrong, isBounded, isPlaylist, isSegment, plays, recovers, view } from './viewer.ts';

const PLAYLIST = 'application/vnd.apple.mpegurl';
const LOGIN = '<!doctype html><title>Log in</title>';

const servers: Readonly<Record<string, Fault['run']>> = {
  'starts-late': async (cell) => {
    await recovers(cell, (response) => send(response, 404, 'text/plain', 'no stream'), { says: /refused: 404/ });
  },
  'retry-hints': async (cell) => {
    const busy = (response: ServerResponse) => send(response, 503, 'text/plain', 'busy', { 'retry-after': '5' });
    const { stream } = await recovers(cell, busy, { says: /refused: 503/, fewer: 3 });
    const [first, second] = stream.of('.m3u8');
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThan(5000);
  },
  'retry-hint-of-a-year': async (cell) => {
    let calls = 0;
    const hint = { 'retry-after': '31536000' };
    const busyAtFirst = (path: string, response: ServerResponse) =>
      isPlaylist(path) && ++calls === 1 && send(response, 503, 'text/plain', 'busy', hint);
    const { program, plays } = await view(cell, busyAtFirst);
    await program.saw(/^playing$/m, { timeoutMs: 90_000 });
    expect(program.output).toMatch(/refused: 503/);
    await plays();
  },
  'page-instead': async (cell) => {
    await recovers(cell, (response) => send(response, 200, 'text/html', LOGIN), { says: /not a playlist/ });
  },
  'malformed-playlist': async (cell) => {
    const parts = ['#EXTM3U', '#EXT-X-TARGETDURATION:soon', '#EXTINF:,', '#EXT-X-MEDIA-SEQUENCE:-', '#EXT', '::'];
    const broken = `${parts.join('\n')}\n`;
    await recovers(cell, (response) => send(response, 200, PLAYLIST, broken), { says: /playlist/ });
    await goesWrong(cell, (path, response) => isPlaylist(path) && send(response, 200, PLAYLIST, broken), /playlist/);
  },
  'unknown-codec': async (cell) => {
    const variants = '#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1000,CODECS="none.1"\nlow.m3u8\n';
    await recovers(cell, (response) => send(response, 200, PLAYLIST, variants), { says: /browser cannot play/ });
  },
  'endless-playlist': async (cell) => {
    const endless = (response: ServerResponse) => {
      if (response.socket) startEndless(response.socket, PLAYLIST);
      return true;
    };
    const viewer = await view(cell, (path, response) => isPlaylist(path) && endless(response));
    await isBounded(viewer, () => viewer.program.saw(/too large/, { times: 3 }));
    viewer.stream.answers = () => false;
    await viewer.plays();
  },
  'page-in-between': async (cell) => {
    const page = (path: string, response: ServerResponse) =>
      isPlaylist(path) && send(response, 200, 'text/html', LOGIN);
    await goesWrong(cell, page, /not a playlist/, 2);
  },
  'segment-fails': async (cell) => {
    for (const status of [404, 500])
      await goesWrong(
        cell,
        (path, response) => isSegment(path) && send(response, status, 'text/plain', 'no'),
        new RegExp(`refused: ${status}`),
      );
  },
  'segment-of-a-proxy': async (cell) => {
    await goesWrong(
      cell,
      (path, response) => isSegment(path) && send(response, 200, 'text/html', LOGIN),
      /not a video/,
    );
  },
  // The playlist goes on, so that hls.js may give it up before it is late.
  'mute-in-a-segment': async (cell) => {
    const mute = (path: string, response: ServerResponse) => {
      if (isSegment(path)) response.writeHead(200, { 'content-type': 'video/mp2t' }).write('G');
      return isSegment(path);
    };
    await goesWrong(cell, mute, /waiting for data|no answer in time/);
  },
  'endless-segment': async (cell) => {
    const viewer = await view(cell);
    await viewer.plays();
    viewer.stream.answers = (path, response) => {
      if (isSegment(path) && response.socket) startEndless(response.socket, 'video/mp2t');
      return isSegment(path);
    };
    await isBounded(viewer, () => viewer.program.saw(/too large/, { times: 2 }));
    viewer.stream.answers = () => false;
    await viewer.plays();
  },
  'plays-and-fails': async (cell) => {
    const { stream, program } = await view(cell);
    await program.saw(/^playing$/m);
    // Whatever was played, it is asked for less and less often.
    stream.answers = (path, response) => isSegment(path) && send(response, 503, 'text/plain', 'busy');
    await wait(12_000);
    expect(program.count(/again in/)).toBeGreaterThan(2);
    expect(program.count(/again in/)).toBeLessThan(8);
  },
  'restart-of-server': async (cell) => {
    const { stream, program, port, plays } = await view(cell);
    await plays();
    await stream.stop();
    await program.saw(/no connection/, { times: 4 }); // by then, all of the playlist is new
    await stream.listen(port);
    await plays();
  },
};

const encoders: Readonly<Record<string, Fault['run']>> = {
  // It is not over, and nothing is shown twice.
  'stalled-encoder': async (cell) => {
    const { stream, program, evaluate, plays } = await view(cell);
    await plays();
    stream.stall();
    await program.saw(/nothing new/);
    const place = Number(await evaluate("document.querySelector('video').currentTime"));
    const before = stream.calls.length;
    await wait(10_000);
    expect(stream.calls.length).toBeGreaterThan(before);
    expect(stream.calls.length).toBeLessThan(before + 25);
    expect(Number(await evaluate("document.querySelector('video').currentTime"))).toBeGreaterThanOrEqual(place);
    stream.goOn();
    await plays();
  },
  'numbers-change': async (cell) => {
    const { stream, plays } = await view(cell);
    await plays();
    for (const number of [0, 100_000]) {
      stream.firstNumber = number;
      await wait(8000); // longer than the buffer
      await plays();
    }
  },
  // It has lost its place: numbers and times of the video start again, and no line of the playlist says so.
  'encoder-starts-again': async (cell) => {
    const { stream, plays } = await view(cell);
    await plays();
    await wait(5000);
    stream.startAgain();
    await wait(8000);
    await plays();
  },
  'ends-for-good': async (cell) => {
    const { stream, program, plays } = await view(cell);
    await plays();
    stream.stall();
    stream.hasEnded = true;
    await program.saw(/the stream has ended/);
    const before = stream.calls.length;
    await wait(5000);
    expect(stream.calls.length).toBe(before);
  },
};

const browsers: Readonly<Record<string, Fault['run']>> = {
  'offline-and-online': async (cell) => {
    const { stream, program, page, plays } = await view(cell);
    await plays();
    await page.context.setOffline(true);
    await program.saw(/no connection/, { times: 2 });
    const before = program.count(/again in/);
    await wait(6000);
    expect(program.count(/again in/)).toBeLessThan(before + 5);
    await page.context.setOffline(false);
    const calls = stream.calls.length;
    await plays();
    expect(stream.calls.length).toBeGreaterThan(calls);
  },
  'frozen-and-resumed': async (cell) => {
    const { stream, page, plays } = await view(cell);
    await plays();
    await page.devTools.send('Page.setWebLifecycleState', { state: 'frozen' });
    await wait(10_000); // longer than the playlist
    await page.devTools.send('Page.setWebLifecycleState', { state: 'active' });
    const before = stream.calls.length;
    await plays();
    expect(stream.calls.length).toBeGreaterThan(before);
  },
  'left-and-back': async (cell) => {
    const { stream, page, evaluate, plays } = await view(cell);
    await plays();
    await page.page.goto(page.url.replace('index.html', 'other.html'));
    await wait(500);
    const before = stream.calls.length;
    await wait(4000);
    expect(stream.calls.length).toBe(before);
    await evaluate('history.back()');
    await plays();
  },
  'two-tabs': async (cell) => {
    const { page, plays: first } = await view(cell);
    const other = await page.again();
    await plays((expression) => other.page.evaluate(expression), other.program);
    await other.page.close();
    await page.page.bringToFront();
    await first();
  },
};

export const hlsPages: readonly Fault[] = rowsOf(
  { protocol: 'hls', role: 'client' },
  { ...servers, ...encoders, ...browsers },
).map((fault) => ({ ...fault, place: 'page' }));
