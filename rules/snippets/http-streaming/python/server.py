"""HTTP streaming server: a JSON text a line, in an answer that does not end.
Replays what a client missed, drops clients that read too slowly."""
import asyncio
import datetime
import hmac
import json
import os
import re
import time
from collections import deque

from aiohttp import web

PORT = '{{port}}'
PATH = '{{path}}'
# Below the 60 s after which many proxies cut an idle connection.
HEARTBEAT_SECONDS = 15
MAX_LINE_BYTES = 2**20  # clients refuse longer ones
MAX_CLIENTS = 10_000
HEADERS = {
    'Content-Type': 'application/x-ndjson',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',  # nginx would hold lines back
}

recent = deque(maxlen=1000)  # messages kept for clients that come back
clients = {}  # backlog of lines to connection
# Grows across restarts, so that an old number is never ahead of a new one.
last_id = int(time.time() * 1000)


def publish(data):
    global last_id
    last_id += 1
    line = json.dumps({'id': last_id, 'data': data}).encode() + b'\n'
    if len(line) > MAX_LINE_BYTES:
        raise ValueError('line too long')
    recent.append((last_id, line))
    for backlog, connection in list(clients.items()):
        try:
            backlog.put_nowait(line)
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
    asked = request.query.get('after', '')
    # 0, as from a new client, is none of the numbers: it starts with the next.
    after = int(asked) if re.fullmatch('[1-9][0-9]{,18}', asked) else last_id
    missed = [line for number, line in recent if number > after]
    backlog = asyncio.Queue(256)  # lines
    clients[backlog] = request.transport
    try:
        await response.prepare(request)
        for line in missed:
            await response.write(line)
        while backlog in clients:
            try:
                async with asyncio.timeout(HEARTBEAT_SECONDS):
                    line = await backlog.get()
            except TimeoutError:
                line = b'\n'
            await response.write(line)
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
