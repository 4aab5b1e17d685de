"""HTTP server: does what a request asks for once, however often it comes, by
its idempotency key. The keys of a day are in memory, which a restart empties:
keep them in your database instead, in the transaction of the order."""
import asyncio
import hashlib
import hmac
import json
import os
import re
import time
import uuid

from aiohttp import web

PORT = '{{port}}'
PATH = '{{path}}'
MAX_BYTES = 2**16
MAX_KEYS = 100_000
KEPT_SECONDS = 86_400
HEADERS = {
    # whose pages may send
    'Access-Control-Allow-Origin': '{{origin}}',
    'Access-Control-Allow-Headers':
        'authorization, content-type, idempotency-key',
    'Access-Control-Max-Age': '600',
    'Cache-Control': 'no-store',
    'Vary': 'Origin',
}

known = {}  # key to hash, time and answer, the oldest first


async def work(order):
    return {'id': str(uuid.uuid4()), 'order': order}  # your code here


def reply(status, data):
    return web.json_response(data, status=status, headers=HEADERS)


def forget_old():
    for key, (_, moment, _) in list(known.items()):
        if moment > time.monotonic() - KEPT_SECONDS:
            return
        del known[key]


async def answer(key, body):
    digest = hashlib.sha256(body).digest()
    if key in known:
        before, _, done = known[key]
        if before != digest:
            return reply(422, {'error': 'key of another'})
        return reply(409, {}) if done is None else reply(200, done)
    forget_old()
    if len(known) >= MAX_KEYS:
        return reply(503, {})
    moment = time.monotonic()
    known[key] = (digest, moment, None)  # a second one waits for the first
    try:
        done = await work(json.loads(body))
        known[key] = (digest, moment, done)
        return reply(201, done)
    except (ValueError, RecursionError):
        del known[key]
        return reply(400, {'error': 'no JSON'})
    except BaseException:
        del known[key]  # nothing was done: it may come again
        raise


async def serve(request):
    token = os.environ.get('TOKEN')  # secrets come from the environment
    given = request.headers.get('Authorization', '').encode()
    if token and not hmac.compare_digest(given, f'Bearer {token}'.encode()):
        return reply(401, {})
    key = request.headers.get('Idempotency-Key', '')
    if not re.fullmatch('[!-~]{8,200}', key):
        return reply(400, {})
    async with asyncio.timeout(10):
        body = await request.read()  # larger ones get 413
    return await answer(key, body)


async def preflight(request):  # a page asks first
    return web.Response(status=204, headers=HEADERS)


if __name__ == '__main__':
    app = web.Application(client_max_size=MAX_BYTES)
    app.router.add_post(PATH, serve)
    app.router.add_route('OPTIONS', PATH, preflight)
    web.run_app(app, port=PORT, shutdown_timeout=0.5)
