/** A server of a live stream for pages: an encoder's segments, and a playlist of the last of them that grows by the clock. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { findProgram, runCompiler } from '../../program.ts';
import { HttpPeer, send } from './http-peer.ts';

/** Enough for one row. */
const SEGMENTS = 240;
const WINDOW = 6;

let made: Promise<readonly Buffer[]> | undefined;

/** One second each, of a picture of 320 by 180. */
async function makeSegments(): Promise<readonly Buffer[]> {
  const folder = mkdtempSync(join(tmpdir(), 'segments-'));
  const picture = ['-f', 'lavfi', '-i', `testsrc=size=320x180:rate=5:duration=${SEGMENTS}`];
  const video = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', '5'];
  const hls = ['-f', 'hls', '-hls_time', '1', '-hls_list_size', '0', '-hls_segment_filename', join(folder, '%04d.ts')];
  await runCompiler(findProgram('ffmpeg'), ['-v', 'error', ...picture, ...video, ...hls, join(folder, 'index.m3u8')]);
  const names = readdirSync(folder).filter((name) => name.endsWith('.ts'));
  const all = names.toSorted().map((name) => readFileSync(join(folder, name)));
  rmSync(folder, { recursive: true });
  return all;
}

export class LiveStream extends HttpPeer {
  /** Number in the playlist of the segment that was made first. */
  firstNumber = 100;
  hasEnded = false;
  #segments: readonly Buffer[] = [];
  #startedAt = performance.now();
  #stalledAt: number | undefined;

  override async listen(port: number): Promise<void> {
    made ??= makeSegments();
    this.#segments = await made;
    await super.listen(port);
  }

  /** The encoder makes nothing more, until `goOn`. */
  stall(): void {
    this.#stalledAt ??= performance.now();
  }

  goOn(): void {
    this.#startedAt += performance.now() - (this.#stalledAt ?? performance.now());
    this.#stalledAt = undefined;
  }

  /** With its first segment, as if it had never been there. */
  startAgain(): void {
    this.#startedAt = performance.now();
    this.firstNumber = 0;
  }

  playlist(): string {
    const seconds = Math.floor(((this.#stalledAt ?? performance.now()) - this.#startedAt) / 1000);
    const next = Math.min(SEGMENTS, WINDOW + seconds);
    const shown = Array.from({ length: WINDOW }, (_, at) => `#EXTINF:1,\n${next - WINDOW + at}.ts`);
    const head = ['#EXTM3U', '#EXT-X-VERSION:3', '#EXT-X-TARGETDURATION:1'];
    const number = `#EXT-X-MEDIA-SEQUENCE:${this.firstNumber + next - WINDOW}`;
    return `${[...head, number, ...shown, ...(this.hasEnded ? ['#EXT-X-ENDLIST'] : [])].join('\n')}\n`;
  }

  protected override answer(path: string, response: ServerResponse): void {
    const [, name] = /^\/live\/(\d+)\.ts$/.exec(path) ?? [];
    const segment = this.#segments[Number(name)];
    if (segment !== undefined) send(response, 200, 'video/mp2t', segment);
    else if (path === '/live/index.m3u8') send(response, 200, 'application/vnd.apple.mpegurl', this.playlist());
    else send(response, 404, 'text/plain', 'not found');
  }
}
