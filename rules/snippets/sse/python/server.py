"""Server-Sent Events server: replays what a client missed, keeps connections open, drops clients that are too slow."""
import asyncio
import datetime
import re
import time
from collections import deque

from aiohttp import web

PORT = '{{port}}'
PATH = '{{path}}'
ORIGIN = '{{origin}}'  # the site whose pages may read the stream
HEARTBEAT_SECONDS = '{{heartbeat}}'  # below the 60 s after which many proxies cut an idle connection
BACKLOG_LIMIT = 256  # events per client

recent = deque(maxlen='{{replay}}')  # events kept for clients that come back
clients = set()
last_id = int(time.time() * 1000)  # grows across restarts, so that an old id is never ahead of a new one


def publish(event, data):
    global last_id
    last_id += 1
    lines = ''.join(f'data: {line}\n' for line in re.split('\r\n|\r|\n', data))
    name = re.sub('[\r\n]', ' ', event)
    frame = f'id: {last_id}\nevent: {name}\n{lines}\n'.encode()
    recent.append((last_id, frame))
    for backlog in list(clients):
        try:
            backlog.put_nowait(frame)
        except asyncio.QueueFull:  # the client comes back and asks for what it missed
            clients.discard(backlog)


async def stream(request):
    response = web.StreamResponse(headers={
        'Content-Type': 'text/event-stream',
        'Cache-Control': 'no-store',
        'X-Accel-Buffering': 'no',  # nginx would hold events back
        'Access-Control-Allow-Origin': ORIGIN,
        'Access-Control-Allow-Credentials': 'true',
        'Vary': 'Origin',
    })
    await response.prepare(request)
    after = request.headers.get('Last-Event-ID', '')
    missed = [frame for number, frame in recent if number > int(after)] if after.isdecimal() else []
    backlog = asyncio.Queue(BACKLOG_LIMIT)
    clients.add(backlog)
    try:
        for frame in missed:
            await response.write(frame)
        while backlog in clients:
            try:
                await response.write(await asyncio.wait_for(backlog.get(), HEARTBEAT_SECONDS))
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
            publish('message', datetime.datetime.now().isoformat())  # your code here
    ticker = asyncio.create_task(run())
    yield
    ticker.cancel()


if __name__ == '__main__':
    app = web.Application()
    app.router.add_get(PATH, stream)
    app.cleanup_ctx.append(tick)
    web.run_app(app, port=PORT, shutdown_timeout=2)
