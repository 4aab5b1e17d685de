// HLS server: ffmpeg cuts live video into segments, and this hands them out
// with what caches need: a segment never changes, the playlist does all the
// time. Many viewers need a CDN in front, which may show the TOKEN.
import { spawn, type ChildProcess } from 'node:child_process';
import { timingSafeEqual } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';

const PORT = '{{port}}';
const PATH = '{{path}}';
const ORIGIN = '{{origin}}'; // the site whose pages may play
const SECONDS = '{{segment}}'; // a segment; players are three of them behind
const FOLDER = 'segments';
const LIMIT_MS = 20_000; // who takes longer for a segment cannot follow
const FIRST_PAUSE_MS = 1000;
const LAST_PAUSE_MS = 30_000;

const INPUT = `-re -f lavfi -i testsrc2=size=640x360
  -f lavfi -i sine=frequency=440`; // your code here: a camera
// Numbers grow across restarts and files appear whole, because caches keep
// them. Segments leave the disk a while after they have left the playlist.
const FFMPEG = `-v error -nostdin ${INPUT}
  -c:v libx264 -preset veryfast -pix_fmt yuv420p -c:a aac
  -force_key_frames expr:gte(t,n_forced*${SECONDS})
  -f hls -hls_time ${SECONDS} -hls_list_size 6 -hls_delete_threshold 6
  -hls_flags delete_segments+append_list+omit_endlist+temp_file
  -hls_start_number_source epoch -hls_segment_filename ${FOLDER}/%d.ts
  ${FOLDER}/index.m3u8`;
const KINDS: Readonly<Record<string, readonly [string, string]>> = {
  // A cache may answer for half a segment; no player falls behind by that.
  m3u8: ['application/vnd.apple.mpegurl', `max-age=${Math.ceil(SECONDS / 2)}`],
  ts: ['video/mp2t', 'max-age=86400, immutable'],
};

let segmenter: ChildProcess | undefined;
let isStopping = false;

function segment(pauseMs = FIRST_PAUSE_MS): void {
  const begunAt = performance.now();
  const args = FFMPEG.split(/\s+/);
  segmenter = spawn('ffmpeg', args, { stdio: 'inherit' });
  segmenter.on('error', (error) => console.error(`error: ${error.message}`));
  segmenter.on('close', (code) => {
    if (isStopping) return;
    const hasRun = performance.now() - begunAt > LAST_PAUSE_MS;
    const longerMs = Math.min(LAST_PAUSE_MS, pauseMs * 2);
    const nextMs = hasRun ? FIRST_PAUSE_MS : longerMs;
    console.error(`ffmpeg ended (${code}); again in ${pauseMs} ms`);
    setTimeout(() => segment(nextMs), pauseMs);
  });
}

/** A camera that hangs leaves ffmpeg waiting. */
async function watch(): Promise<void> {
  const { mtimeMs } = await stat(`${FOLDER}/index.m3u8`);
  if (mtimeMs < Date.now() - SECONDS * 10_000) segmenter?.kill('SIGKILL');
}

function isAllowed(authorization = ''): boolean {
  const wanted = process.env.TOKEN; // secrets come from the environment
  if (!wanted) return true;
  const given = Buffer.from(authorization);
  const expected = Buffer.from(`Bearer ${wanted}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

async function serve(request: IncomingMessage, response: ServerResponse) {
  const { method = '', url = '', headers } = request;
  response.setHeader('access-control-allow-origin', ORIGIN);
  response.setHeader('cache-control', 'max-age=1'); // of what is not there yet
  if (!isAllowed(headers.authorization)) return response.writeHead(401).end();
  if (!/^(GET|HEAD)$/.test(method)) return response.writeHead(405).end();
  const path = url.split('?')[0] ?? '';
  const [, name, ending = ''] = /^\/(\w+\.(m3u8|ts))$/.exec(
    path.startsWith(`${PATH}/`) ? path.slice(PATH.length) : '',
  ) ?? [];
  const [type, maxAge] = KINDS[ending] ?? [];
  const file = name && (await open(`${FOLDER}/${name}`).catch(() => undefined));
  if (!file || !type) return response.writeHead(404).end();
  try {
    const { size } = await file.stat();
    response.setHeader('cache-control', `public, ${maxAge}`);
    response.writeHead(200, { 'content-type': type, 'content-length': size });
    if (method === 'HEAD') return response.end();
    const options = { autoClose: false, highWaterMark: 16_384 }; // bytes
    const body = file.createReadStream(options);
    await pipeline(body, response, { signal: AbortSignal.timeout(LIMIT_MS) });
  } finally {
    await file.close();
  }
}

const server = createServer((request, response) =>
  void serve(request, response).catch(() => response.destroy()), // who leaves
);

function shutDown(): void {
  isStopping = true;
  segmenter?.kill();
  server.close();
  setTimeout(() => process.exit(), 1500).unref(); // ms for open answers
}

mkdirSync(FOLDER, { recursive: true });
segment();
const watcher = setInterval(() => void watch().catch(() => undefined), 5000);
watcher.unref();
server.maxConnections = 10_000;
process.once('SIGINT', shutDown).once('SIGTERM', shutDown);
process.on('exit', () => segmenter?.kill('SIGKILL'));
server.listen(PORT, () => console.error(`listening on ${PORT}`));
