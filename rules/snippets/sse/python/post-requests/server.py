"""Server-Sent Events in answer to POST: the work for one request goes on while
its client is away for a minute, which comes back with the same idempotency key
and gets the rest. Work and events are in memory: a restart ends them."""
import asyncio
import hmac
import json
import os
import re
import time
from dataclasses import dataclass, field

from aiohttp import web

PORT = '{{port}}'
PATH = '{{path}}'
HEARTBEAT_SECONDS = 15  # below the 60 s of many proxies
KEPT_SECONDS = 60  # without a client
MAX_BYTES = 2**16  # of a request
MAX_EVENTS = 20_000  # of one answer
MAX_EVENT_BYTES = 2**20  # clients refuse larger ones
MAX_RUNS = 1000
HEADERS = {
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',  # nginx would hold events back
    # whose pages may ask
    'Access-Control-Allow-Origin': '{{origin}}',
    'Access-Control-Allow-Headers':
        'authorization, content-type, idempotency-key, last-event-id',
    'Access-Control-Max-Age': '600',
    'Vary': 'Origin',
}


@dataclass
class Run:
    body: bytes
    frames: list = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)
    client: object = None  # the request that is being answered
    left_at: float = field(default_factory=time.monotonic)
    task: object = None


runs = {}  # by idempotency key


async def work(body):
    """The pieces of the answer, each an event."""
    question = json.loads(body)['question']  # your code here
    for word in f'You asked: {question} Here is the answer.'.split(' '):
        await asyncio.sleep(0.1)
        yield word


def emit(run, event, data):
    number = len(run.frames) + 1
    text = f'id: {number}\nevent: {event}\ndata: {json.dumps(data)}\n\n'
    if len(frame := text.encode()) > MAX_EVENT_BYTES:
        raise ValueError('event too large')
    run.frames.append(frame)
    run.news.set()


async def start(run):
    try:
        async for piece in work(run.body):
            emit(run, 'message', piece)
            if len(run.frames) > MAX_EVENTS:
                raise ValueError('answer too long')
        emit(run, 'done', {})
    except Exception as error:
        print(f'failed: {error!r}', flush=True)
        emit(run, 'failed', {})  # not why: that may be secret
    run.left_at = time.monotonic()


async def find(request):
    token = os.environ.get('TOKEN')  # secrets come from the environment
    given = request.headers.get('Authorization', '').encode()
    if token and not hmac.compare_digest(given, f'Bearer {token}'.encode()):
        raise web.HTTPUnauthorized()
    key = request.headers.get('Idempotency-Key', '')
    if not re.fullmatch('[!-~]{16,200}', key):
        raise web.HTTPBadRequest()
    async with asyncio.timeout(10):
        body = await request.read()  # larger ones get 413
    if key not in runs:
        if request.headers.get('Last-Event-ID'):
            raise web.HTTPGone()
        if len(runs) >= MAX_RUNS:
            raise web.HTTPServiceUnavailable()
        runs[key] = Run(body)
        runs[key].task = asyncio.create_task(start(runs[key]))
    if runs[key].body != body:
        raise web.HTTPUnprocessableEntity()
    return runs[key]


async def answer(request):
    run = await find(request)
    last_id = request.headers.get('Last-Event-ID', '')
    seen = int(last_id) if re.fullmatch('[0-9]{1,9}', last_id) else 0
    if run.client:  # the older connection of the same client
        run.client.transport and run.client.transport.abort()
    run.client = request
    response = web.StreamResponse(headers=HEADERS)
    try:
        await response.prepare(request)
        while run.client is request:
            # Who does not read is cut off, and comes back for the rest.
            async with asyncio.timeout(KEPT_SECONDS):
                for frame in run.frames[seen:]:
                    await response.write(frame)
                    seen += 1
            if run.task.done() and seen >= len(run.frames):
                break
            run.news.clear()
            try:
                async with asyncio.timeout(HEARTBEAT_SECONDS):
                    await run.news.wait()
            except TimeoutError:
                await response.write(b': still here\n\n')
    except (ConnectionError, TimeoutError):
        request.transport and request.transport.abort()
    finally:
        if run.client is request:
            run.client, run.left_at = None, time.monotonic()
    return response


async def preflight(request):  # a page asks first
    return web.Response(status=204, headers=HEADERS)


async def tidy(app):
    async def run_tidy():
        while True:
            await asyncio.sleep(HEARTBEAT_SECONDS)
            for key, run in list(runs.items()):
                left = time.monotonic() - run.left_at
                if run.client is None and left > KEPT_SECONDS:
                    runs.pop(key).task.cancel()
    tidying = asyncio.create_task(run_tidy())
    yield
    tidying.cancel()
    for run in runs.values():
        run.task.cancel()


if __name__ == '__main__':
    app = web.Application(client_max_size=MAX_BYTES)
    app.router.add_post(PATH, answer)
    app.router.add_route('OPTIONS', PATH, preflight)
    app.cleanup_ctx.append(tidy)
    web.run_app(
        app, port=PORT, shutdown_timeout=0.5, handler_cancellation=True)
