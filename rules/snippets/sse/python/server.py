"""Server-Sent Events server: replays what a client missed, keeps connections
open, drops clients that are too slow."""
import asyncio
import datetime
import re
import time
from collections import deque

from aiohttp import web

PORT = '{{port}}'
PATH = '{{path}}'
ORIGIN = '{{origin}}'  # the site whose pages may read the stream
# Below the 60 s after which many proxies cut an idle connection.
HEARTBEAT_SECONDS = '{{heartbeat}}'
HEADERS = {
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',  # nginx would hold events back
    'Access-Control-Allow-Origin': ORIGIN,
    'Access-Control-Allow-Credentials': 'true',
    'Vary': 'Origin',
}

recent = deque(maxlen='{{replay}}')  # events kept for clients that come back
clients = set()
# Grows across restarts, so that an old id is never ahead of a new one.
last_id = int(time.time() * 1000)


def publish(data):
    global last_id
    last_id += 1
    lines = re.sub('\r\n|\r|\n', '\ndata: ', data)
    frame = f'id: {last_id}\ndata: {lines}\n\n'.encode()
    recent.append((last_id, frame))
    for backlog in list(clients):
        try:
            backlog.put_nowait(frame)
        except asyncio.QueueFull:  # it comes back and asks for what it missed
            clients.discard(backlog)


async def stream(request):
    response = web.StreamResponse(headers=HEADERS)
    await response.prepare(request)
    last = request.headers.get('Last-Event-ID', '')
    after = int(last) if last.isdecimal() else last_id
    missed = [frame for number, frame in recent if number > after]
    backlog = asyncio.Queue(256)  # events
    clients.add(backlog)
    try:
        for frame in missed:
            await response.write(frame)
        while backlog in clients:
            waiting = asyncio.wait_for(backlog.get(), HEARTBEAT_SECONDS)
            try:
                await response.write(await waiting)
            except asyncio.TimeoutError:
                await response.write(b': still here\n\n')
    except ConnectionResetError:
        pass  # the client went away
    finally:
        clients.discard(backlog)
    return response


async def tick(app):
    async def run():
        while True:
            await asyncio.sleep(1)
            now = datetime.datetime.now()
            publish(now.isoformat())  # your code here
    ticker = asyncio.create_task(run())
    yield
    ticker.cancel()


app = web.Application()
app.router.add_get(PATH, stream)
app.cleanup_ctx.append(tick)
web.run_app(app, port=PORT, shutdown_timeout=2)
