"""HLS server: ffmpeg cuts live video into segments, and this hands them out
with what caches need: a segment never changes, the playlist does all the time.
Many viewers need a CDN in front, which may show the TOKEN."""
import asyncio
import contextlib
import hmac
import os
import time
from pathlib import Path

from aiohttp import web

PORT = '{{port}}'
PATH = '{{path}}'
SECONDS = '{{segment}}'  # a segment; players are three of them behind
FOLDER = Path('segments')
PLAYLIST = FOLDER / 'index.m3u8'
LIMIT_SECONDS = 20  # who takes longer for a segment cannot follow
FIRST_PAUSE, LAST_PAUSE = 1, 30  # seconds

INPUT = ('-re -f lavfi -i testsrc2=size=640x360 '  # your code here: a camera
         '-f lavfi -i sine=frequency=440')
# Numbers grow across restarts and files appear whole, because caches keep
# them. Segments leave the disk a while after they have left the playlist.
FFMPEG = f"""-v error -nostdin {INPUT}
  -c:v libx264 -preset veryfast -pix_fmt yuv420p -c:a aac
  -force_key_frames expr:gte(t,n_forced*{SECONDS})
  -f hls -hls_time {SECONDS} -hls_list_size 6 -hls_delete_threshold 6
  -hls_flags delete_segments+append_list+omit_endlist+temp_file
  -hls_start_number_source epoch -hls_segment_filename {FOLDER}/%d.ts
  {PLAYLIST}"""
KINDS = {
    # A cache may answer for half a segment; no player falls behind by that.
    'm3u8': ('application/vnd.apple.mpegurl', f'max-age={-(-SECONDS // 2)}'),
    'ts': ('video/mp2t', 'max-age=86400, immutable'),
}
# Whose pages may play; and how long a cache may say that nothing is there.
HEADERS = {'Access-Control-Allow-Origin': '{{origin}}',
           'Cache-Control': 'max-age=1'}


async def watch(process):
    """A camera that hangs leaves ffmpeg waiting."""
    begun = time.time()
    while process.returncode is None:
        await asyncio.sleep(5)
        last = PLAYLIST.stat().st_mtime if PLAYLIST.exists() else 0
        if max(last, begun) < time.time() - SECONDS * 10:
            process.kill()
            return


async def segment():
    pause = FIRST_PAUSE
    while True:
        begun = time.monotonic()
        with contextlib.suppress(FileNotFoundError):  # ffmpeg is not installed
            process = await asyncio.create_subprocess_exec(
                'ffmpeg', *FFMPEG.split())
            watcher = asyncio.create_task(watch(process))
            try:
                await process.wait()
            finally:
                watcher.cancel()
                if process.returncode is None:
                    process.kill()
        if time.monotonic() - begun > LAST_PAUSE:
            pause = FIRST_PAUSE
        print(f'ffmpeg ended; again in {pause} s', flush=True)
        await asyncio.sleep(pause)
        pause = min(LAST_PAUSE, pause * 2)


class File(web.FileResponse):
    async def prepare(self, request):  # sends all of it
        try:
            async with asyncio.timeout(LIMIT_SECONDS):
                return await super().prepare(request)
        except TimeoutError:
            request.transport.abort()
            raise ConnectionResetError from None


async def serve(request):
    token = os.environ.get('TOKEN')  # secrets come from the environment
    given = request.headers.get('Authorization', '').encode()
    if token and not hmac.compare_digest(given, f'Bearer {token}'.encode()):
        raise web.HTTPUnauthorized(headers=HEADERS)
    name, ending = request.match_info['name'], request.match_info['ending']
    file = FOLDER / f'{name}.{ending}'
    if not file.is_file():
        raise web.HTTPNotFound(headers=HEADERS)
    kind, age = KINDS[ending]
    more = {'Content-Type': kind, 'Cache-Control': f'public, {age}'}
    return File(file, headers={**HEADERS, **more})


async def keep_segmenting(app):
    FOLDER.mkdir(exist_ok=True)
    task = asyncio.create_task(segment())
    yield
    task.cancel()
    await asyncio.wait([task])


if __name__ == '__main__':
    app = web.Application(client_max_size=2**16)
    app.router.add_get(PATH + r'/{name:\w+}.{ending:m3u8|ts}', serve)
    app.cleanup_ctx.append(keep_segmenting)
    web.run_app(app, port=PORT, shutdown_timeout=0.5)
