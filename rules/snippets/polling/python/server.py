"""Polling server: answers with the state and its tag; who has it already gets
304 and no body. TLS and caches belong in front of it."""
import asyncio
import datetime
import hashlib
import hmac
import json
import os

from aiohttp import web

PORT = '{{port}}'
PATH = '{{path}}'
# How long a cache in front may answer instead, for everybody.
CACHE_CONTROL = (
    'private, no-cache' if os.environ.get('TOKEN') else 'max-age=1')

body, tag = b'{}', '""'


def publish(state):
    global body, tag
    body = json.dumps(state).encode()
    tag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'  # same after a restart


async def answer(request):
    token = os.environ.get('TOKEN')  # secrets come from the environment
    given = request.headers.get('Authorization', '').encode()
    if token and not hmac.compare_digest(given, f'Bearer {token}'.encode()):
        raise web.HTTPUnauthorized()
    headers = {'ETag': tag, 'Cache-Control': CACHE_CONTROL}
    known = request.headers.get('If-None-Match', '').replace(' ', '').split(',')
    if tag in known:
        return web.Response(status=304, headers=headers)
    headers['Content-Type'] = 'application/json'
    return web.Response(body=body, headers=headers)


async def tick(app):
    async def run():
        while True:
            now = datetime.datetime.now()
            try:
                publish({'time': now.isoformat()})  # your code here
            except Exception as error:  # the next tick tries again
                print(f'error: {error!r}', flush=True)
            await asyncio.sleep(5)
    ticker = asyncio.create_task(run())
    yield
    ticker.cancel()


if __name__ == '__main__':
    app = web.Application(client_max_size=2**16)
    app.router.add_get(PATH, answer, allow_head=False)
    app.cleanup_ctx.append(tick)
    web.run_app(app, port=PORT, shutdown_timeout=0.5)
