"""Server-Sent Events server: replays what a client missed, keeps connections
open, drops clients that read too slowly."""
import asyncio
import datetime
import hmac
import os
import re
import time
from collections import deque

from aiohttp import web

PORT = '{{port}}'
PATH = '{{path}}'
ORIGIN = '{{origin}}'  # the site whose pages may read the stream
# Below the 60 s after which many proxies cut an idle connection.
HEARTBEAT_SECONDS = '{{heartbeat}}'
MAX_EVENT_BYTES = 2**20  # clients refuse larger ones
MAX_CLIENTS = 10_000
HEADERS = {
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',  # nginx would hold events back
    'Access-Control-Allow-Origin': ORIGIN,
    'Access-Control-Allow-Credentials': 'true',
    'Vary': 'Origin',
}

recent = deque(maxlen='{{replay}}')  # events kept for clients that come back
clients = {}  # backlog of events to connection
# Grows across restarts, so that an old id is never ahead of a new one.
last_id = int(time.time() * 1000)


def publish(data):
    global last_id
    last_id += 1
    lines = re.sub('\r\n|\r|\n', '\ndata: ', data)
    frame = f'id: {last_id}\ndata: {lines}\n\n'.encode()
    if len(frame) > MAX_EVENT_BYTES:
        raise ValueError('event too large')
    recent.append((last_id, frame))
    for backlog, connection in list(clients.items()):
        try:
            backlog.put_nowait(frame)
        except asyncio.QueueFull:  # it comes back and asks for what it missed
            clients.pop(backlog)
            connection.abort()


def check(request):
    token = os.environ.get('TOKEN')  # secrets come from the environment
    given = request.headers.get('Authorization', '').encode()
    if token and not hmac.compare_digest(given, f'Bearer {token}'.encode()):
        raise web.HTTPUnauthorized()
    if len(clients) >= MAX_CLIENTS:
        raise web.HTTPServiceUnavailable()


async def stream(request):
    check(request)
    response = web.StreamResponse(headers=HEADERS)
    last = request.headers.get('Last-Event-ID', '')
    after = int(last) if re.fullmatch('[0-9]{1,20}', last) else last_id
    missed = [frame for number, frame in recent if number > after]
    backlog = asyncio.Queue(256)  # events
    clients[backlog] = request.transport
    try:
        await response.prepare(request)
        for frame in missed:
            await response.write(frame)
        while backlog in clients:
            try:
                async with asyncio.timeout(HEARTBEAT_SECONDS):
                    frame = await backlog.get()
            except TimeoutError:
                frame = b': still here\n\n'
            await response.write(frame)
    except ConnectionError:
        pass  # the client went away, or was too slow
    finally:
        clients.pop(backlog, None)
    return response


async def tick(app):
    async def run():
        while True:
            await asyncio.sleep(1)
            try:
                publish(datetime.datetime.now().isoformat())  # your code here
            except Exception as error:  # the next tick tries again
                print(f'error: {error!r}', flush=True)
    ticker = asyncio.create_task(run())
    yield
    ticker.cancel()


if __name__ == '__main__':
    app = web.Application()
    app.router.add_get(PATH, stream, allow_head=False)
    app.cleanup_ctx.append(tick)
    web.run_app(app, port=PORT, shutdown_timeout=0.5)
