"""Webhook receiver: checks signature and age of each event, puts it on disk,
answers, and hands it to your code afterwards. An event that comes again is
accepted and does nothing. What fails in your code is tried again; after a crash
your code may see an event twice."""
import asyncio
import base64
import hashlib
import hmac
import os
import pathlib
import sys
import time
import uuid

from aiohttp import web

PORT = '{{port}}'
PATH = '{{path}}'
INBOX = pathlib.Path(os.environ.get('INBOX', 'inbox'))
MAX_BYTES = 2**18
MAX_WAITING = 10_000  # events
MAX_TRIES = 8  # of one event, within two minutes
TOLERANCE = 300  # seconds: clocks differ; what is older is replayed
KEPT = 7 * 86_400  # seconds: longer than senders try

# Separated by a blank where there are two, while you change the secret.
secrets = os.environ.get('WEBHOOK_SECRET', '').split(' ')
keys = [base64.b64decode(one.removeprefix('whsec_')) for one in secrets]
queue = {}  # file to tries and when it is due


async def receive(event):
    print(event, flush=True)  # your code here


def is_signed(headers, body):
    name = headers.get('webhook-id', '')
    moment = headers.get('webhook-timestamp', '')
    given = headers.get('webhook-signature', '').encode().split(b' ')
    if not (moment.isascii() and moment.isdecimal() and len(moment) < 12):
        return False
    if not name or abs(time.time() - int(moment)) > TOLERANCE:
        return False
    text = f'{name}.{moment}.'.encode() + body
    macs = [hmac.digest(key, text, hashlib.sha256) for key in keys]
    wanted = [b'v1,' + base64.b64encode(mac) for mac in macs]
    return any(hmac.compare_digest(one, right)
               for one in given for right in wanted)


def keep(name, body):
    """The event is on disk, whole, when this returns; a second one changes
    nothing."""
    path = INBOX / f'{hashlib.sha256(name.encode()).hexdigest()}.json'
    part = INBOX / f'{uuid.uuid4()}.part'
    with part.open('wb') as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    try:
        path.hardlink_to(part)
        queue[path] = (0, 0)
    except FileExistsError:
        pass
    finally:
        part.unlink()


async def answer(request):
    if len(queue) >= MAX_WAITING:
        raise web.HTTPServiceUnavailable()
    async with asyncio.timeout(10):
        body = await request.read()  # larger ones get 413
    if not is_signed(request.headers, body):
        raise web.HTTPUnauthorized()
    keep(request.headers['webhook-id'], body)
    return web.Response(status=204)


async def work():
    for path, (tries, due) in list(queue.items()):
        if due > time.time():
            continue
        try:
            if event := path.read_text(errors='replace'):
                await receive(event)
        except Exception as error:  # yours, or the disk's
            print(f'failed: {error!r}', flush=True)
            if tries + 1 < MAX_TRIES:
                queue[path] = (tries + 1, time.time() + 2**tries)
                continue
            path.with_suffix('.failed').write_bytes(path.read_bytes())
        os.truncate(path, 0)  # an empty one has been handled
        del queue[path]


def tidy():
    """Forgets events that no sender tries any more; finds those that wait."""
    for path in INBOX.iterdir():
        state = path.stat()
        is_old = state.st_mtime < time.time() - KEPT
        if state.st_size > 0 and path.suffix == '.json':
            queue.setdefault(path, (0, 0))
        elif is_old and path.suffix != '.failed':
            path.unlink()


async def run_worker(app):
    async def run():
        for turn in range(sys.maxsize):
            try:
                if turn % 864_000 == 0:  # once a day
                    tidy()
                await work()
            except OSError as error:
                print(f'error: {error!r}', flush=True)
            await asyncio.sleep(0.1)
    worker = asyncio.create_task(run())
    yield
    worker.cancel()  # what is in the inbox waits for the next start


if __name__ == '__main__':
    if any(len(key) < 24 for key in keys):
        sys.exit('set WEBHOOK_SECRET to that of the sender')
    INBOX.mkdir(parents=True, exist_ok=True)
    app = web.Application(client_max_size=MAX_BYTES)
    app.router.add_post(PATH, answer)
    app.cleanup_ctx.append(run_worker)
    web.run_app(app, port=PORT, shutdown_timeout=0.5)
