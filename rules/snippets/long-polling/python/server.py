"""Long polling server: holds a request until there is news, and answers with
what came after the client's place. It keeps the last 1000 messages: who stays
away for longer misses the older ones."""
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
HOLD_SECONDS = '{{hold}}'
MAX_MESSAGE_BYTES = 2**19  # clients take answers of twice that
MAX_ANSWER_BYTES = 2**18  # where it has more than one message
MAX_PARKED = 10_000
HEADERS = {
    'Content-Type': 'application/json',
    'Cache-Control': 'no-store',
    # whose pages may read
    'Access-Control-Allow-Origin': '{{origin}}',
    'Access-Control-Allow-Credentials': 'true',
    'Vary': 'Origin',
}

recent = deque(maxlen=1000)
parked = set()  # futures, one a request
# Grows across restarts, so that an old place is never ahead of a new one.
last_id = int(time.time() * 1000)


def publish(data):
    global last_id
    text = json.dumps({'id': last_id + 1, 'data': data}).encode()
    if len(text) > MAX_MESSAGE_BYTES:
        raise ValueError('message too large')
    last_id += 1
    recent.append((last_id, text))
    for news in parked:
        if not news.done():
            news.set_result(None)


def collect(after):
    """What came after a place; what does not fit is asked for next."""
    texts, size = [], 0
    for number, text in recent:
        size += len(text) if number > after else 0
        if texts and size > MAX_ANSWER_BYTES:
            break
        if number > after:
            texts.append(text)
            after = number
    return b'{"after":%d,"messages":[%s]}' % (after, b','.join(texts))


def check(request):
    token = os.environ.get('TOKEN')  # secrets come from the environment
    given = request.headers.get('Authorization', '').encode()
    if token and not hmac.compare_digest(given, f'Bearer {token}'.encode()):
        raise web.HTTPUnauthorized()
    if len(parked) >= MAX_PARKED:
        raise web.HTTPServiceUnavailable()


async def answer(request):
    check(request)
    asked = request.query.get('after', '')
    after = int(asked) if re.fullmatch('[1-9][0-9]{,18}', asked) else 0
    if not 0 < after <= last_id:
        after = last_id  # it has no place, or one from elsewhere
    elif after == last_id:
        news = asyncio.get_running_loop().create_future()
        parked.add(news)
        try:
            await asyncio.wait([news], timeout=HOLD_SECONDS)
        finally:
            parked.discard(news)
    response = web.StreamResponse(headers=HEADERS)
    body = collect(after)
    response.content_length = len(body)
    try:
        await response.prepare(request)
        async with asyncio.timeout(10):
            await response.write_eof(body)
    except TimeoutError:  # it does not read, and comes back
        request.transport.abort()
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
    app.router.add_get(PATH, answer, allow_head=False)
    app.cleanup_ctx.append(tick)
    web.run_app(
        app, port=PORT, shutdown_timeout=0.5, handler_cancellation=True)
