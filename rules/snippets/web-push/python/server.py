"""Web Push sender: stores the subscriptions that pages send, encrypts and signs
a message for each (VAPID), retries temporary errors, and deletes subscriptions
that ended. A message may be late, lost, or replaced by a newer one."""
import asyncio
import base64
import datetime
import hashlib
import hmac
import json
import os
import pathlib
import random
import urllib.parse

from aiohttp import ClientSession, ClientTimeout, web
from py_vapid import Vapid
from pywebpush import WebPusher

PORT = '{{port}}'
HEADERS = {
    # whose pages may subscribe
    'Access-Control-Allow-Origin': '{{origin}}',
    'Access-Control-Allow-Headers': 'content-type',
}
FOLDER = pathlib.Path(os.environ.get('SUBSCRIPTIONS', 'subscriptions'))
PUBLIC_KEY = os.environ['VAPID_PUBLIC_KEY']
VAPID = Vapid.from_string(os.environ['VAPID_PRIVATE_KEY'])
SUBJECT = os.environ.get('VAPID_SUBJECT', 'mailto:ops@example.com')
# Pages name the address: only push services may be called.
HOSTS = os.environ.get('PUSH_HOSTS', (
    'fcm.googleapis.com,updates.push.services.mozilla.com,'
    'web.push.apple.com')).split(',')
MAX_SUBSCRIPTIONS = 100_000
MAX_IN_FLIGHT = 100
MAX_TRIES = 5
TTL_SECONDS = 3600  # how long the push service keeps it for a browser
LONGEST_PAUSE = 600  # seconds

subscriptions = {}  # file to subscription
waiting = {}  # file to the newest message alone
in_flight = {}  # file to task


def check(text):
    """The subscription in a text; raises if it is not valid."""
    given = json.loads(text)
    keys = {name: str(given['keys'][name]) for name in ('p256dh', 'auth')}
    sizes = [len(base64.urlsafe_b64decode(key + '=' * (-len(key) % 4)))
             for key in keys.values()]
    url = urllib.parse.urlsplit(given['endpoint'])
    if url.scheme != 'https' or url.netloc not in HOSTS or sizes != [65, 16]:
        raise ValueError('no subscription')
    return {'endpoint': given['endpoint'], 'keys': keys}


async def post(session, one, text):
    claims = {'sub': SUBJECT}
    parts = urllib.parse.urlsplit(one['endpoint'])
    claims['aud'] = f'{parts.scheme}://{parts.netloc}'
    headers = {
        **VAPID.sign(claims),
        'Content-Encoding': 'aes128gcm',
        'TTL': str(TTL_SECONDS),
        'Topic': 'state',  # a newer message replaces this one
    }
    body = WebPusher(one).encode(text)['body']
    async with session.post(
            one['endpoint'], data=body, headers=headers,
            allow_redirects=False) as response:
        response.close()  # only its head counts
        return response.status, response.headers.get('Retry-After', '')


async def deliver(session, path, text):
    for tries in range(1, MAX_TRIES + 1):
        status, hint = 0, ''
        try:
            status, hint = await post(session, subscriptions[path], text)
        except KeyError:
            return  # it has unsubscribed
        except (OSError, asyncio.TimeoutError) as error:
            print(f'error: {error!r}', flush=True)
        if 200 <= status < 300:
            return print(f'sent: {path.stem}', flush=True)
        if status in (404, 410):
            subscriptions.pop(path, None)
            return path.unlink(missing_ok=True)
        if 0 < status < 500 and status != 429:
            break
        is_number = hint.isascii() and hint.isdecimal() and len(hint) < 10
        pause = max(2**tries, int(hint) if is_number else 0)
        jitter = random.uniform(1, 1.5)
        await asyncio.sleep(min(LONGEST_PAUSE, pause) * jitter)
    print(f'failed: {path.stem}, status {status}', flush=True)


def fill(session):
    """Starts waiting messages; a slow push service does not delay others."""
    for path in list(waiting):
        if len(in_flight) >= MAX_IN_FLIGHT:
            return
        if path in in_flight:
            continue
        task = asyncio.create_task(
            deliver(session, path, waiting.pop(path)))
        in_flight[path] = task

        def end(_, path=path):
            del in_flight[path]
            fill(session)
        task.add_done_callback(end)


def publish(session, message):
    """To all; at most 3 kB, because browsers take no more."""
    text = json.dumps(message).encode()
    if len(text) > 3000:
        raise ValueError('message too large')
    waiting.update(dict.fromkeys(subscriptions, text))
    fill(session)


async def subscribe(request):
    token = os.environ.get('TOKEN')  # secrets come from the environment
    given = request.headers.get('Authorization', '').encode()
    if token and not hmac.compare_digest(given, f'Bearer {token}'.encode()):
        raise web.HTTPUnauthorized()  # your code: who is logged in
    if len(subscriptions) >= MAX_SUBSCRIPTIONS:
        raise web.HTTPServiceUnavailable()
    async with asyncio.timeout(10):
        text = await request.text()  # larger ones get 413
    try:
        one = check(text)
    except (ValueError, KeyError, TypeError, RecursionError):
        return web.Response(status=400, headers=HEADERS)
    digest = hashlib.sha256(one['endpoint'].encode()).hexdigest()
    path = FOLDER / f'{digest}.json'
    path.with_suffix('.new').write_text(json.dumps(one))
    path.with_suffix('.new').replace(path)
    subscriptions[path] = one
    return web.Response(status=201, headers=HEADERS)


async def key(request):
    return web.Response(text=PUBLIC_KEY, headers=HEADERS)


async def preflight(request):  # a page asks first
    return web.Response(status=204, headers=HEADERS)


async def tick(app):
    async def run():
        async with ClientSession(timeout=ClientTimeout(total=15)) as session:
            while True:
                await asyncio.sleep(5)
                now = datetime.datetime.now().isoformat()
                try:
                    message = {'title': 'News', 'body': now}  # your code here
                    publish(session, message)
                except Exception as error:  # the next tick tries again
                    print(f'error: {error!r}', flush=True)
    ticker = asyncio.create_task(run())
    yield
    ticker.cancel()


if __name__ == '__main__':
    FOLDER.mkdir(parents=True, exist_ok=True)
    for file in FOLDER.glob('*.json'):
        subscriptions[file] = check(file.read_text())
    app = web.Application(client_max_size=4096)
    app.router.add_get('/key', key)
    app.router.add_post('/subscriptions', subscribe)
    app.router.add_route('OPTIONS', '/subscriptions', preflight)
    app.cleanup_ctx.append(tick)
    web.run_app(app, port=PORT, shutdown_timeout=0.5)
