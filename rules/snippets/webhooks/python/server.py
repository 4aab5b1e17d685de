"""Webhook sender: signs each event as Standard Webhooks has it, and keeps it on
disk until the receiver accepts it, for about four days. Events may come twice
and in another order. If strangers choose the URL, send through a proxy that
refuses addresses of your own network."""
import asyncio
import base64
import datetime
import hashlib
import hmac
import json
import os
import pathlib
import random
import signal
import sys
import time
import uuid

import aiohttp

ENDPOINT = '{{endpoint}}'
TIMEOUT_SECONDS = '{{timeout}}'
OUTBOX = pathlib.Path(os.environ.get('OUTBOX', 'outbox'))
MAX_WAITING = 10_000  # events
MAX_IN_FLIGHT = 10  # requests
# In seconds, as the standard advises; then the event is set aside.
PAUSES = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400]

waiting = {}  # id to delivery
in_flight = {}  # id to task
secret = os.environ.get('WEBHOOK_SECRET', '').split(' ')[0]
key = base64.b64decode(secret.removeprefix('whsec_'))


def file_of(delivery):
    return OUTBOX / f'{delivery["id"]}.json'


def keep(delivery):
    part = file_of(delivery).with_suffix('.new')
    with part.open('w') as file:
        json.dump(delivery, file)
        file.flush()
        os.fsync(file.fileno())
    part.replace(file_of(delivery))  # whole, or not at all
    waiting[delivery['id']] = delivery


def publish(kind, data):
    """The event is on disk when this returns."""
    if len(waiting) >= MAX_WAITING:
        raise RuntimeError('too many events wait')
    now = datetime.datetime.now(datetime.timezone.utc).isoformat()
    body = json.dumps({'type': kind, 'timestamp': now, 'data': data})
    keep({'id': f'msg_{uuid.uuid4()}', 'body': body, 'attempts': 0, 'due': 0})


async def post(session, delivery):
    moment = int(time.time())  # is signed, too
    text = f'{delivery["id"]}.{moment}.{delivery["body"]}'
    mac = hmac.digest(key, text.encode(), hashlib.sha256)
    headers = {
        'Content-Type': 'application/json',
        'webhook-id': delivery['id'],
        'webhook-timestamp': str(moment),
        'webhook-signature': f'v1,{base64.b64encode(mac).decode()}',
    }
    async with session.post(
            ENDPOINT, data=delivery['body'].encode(), headers=headers,
            allow_redirects=False) as response:
        response.close()  # only its head counts
        return response.status, response.headers.get('Retry-After', '')


async def deliver(session, delivery):
    attempts = delivery['attempts']
    pause = PAUSES[attempts] if attempts < len(PAUSES) else None
    try:
        status, hint = await post(session, delivery)
        said = f'status {status}'
        if 200 <= status < 300:
            print(f'accepted: {delivery["id"]}', flush=True)
            del waiting[delivery['id']]
            return file_of(delivery).unlink()
        if pause and hint.isascii() and hint.isdecimal() and len(hint) < 10:
            pause = min(86_400, max(pause, int(hint)))
        if status == 410:  # it wants no more
            pause = None
    except (aiohttp.ClientError, asyncio.TimeoutError, OSError) as error:
        said = repr(error)
    print(f'attempt {attempts + 1} for {delivery["id"]}: {said}', flush=True)
    if pause is None:
        del waiting[delivery['id']]
        return file_of(delivery).rename(
            file_of(delivery).with_suffix('.failed'))
    due = time.time() + pause * random.uniform(0.75, 1.25)  # jitter
    keep({**delivery, 'attempts': attempts + 1, 'due': due})


async def deliver_due(session):
    while True:
        for name, delivery in list(waiting.items()):
            if len(in_flight) >= MAX_IN_FLIGHT:
                break
            if delivery['due'] <= time.time() and name not in in_flight:
                task = asyncio.create_task(deliver(session, delivery))
                in_flight[name] = task
                task.add_done_callback(
                    lambda _, name=name: in_flight.pop(name))
        await asyncio.sleep(0.25)


async def tick():
    while True:
        try:
            publish('tick', time.time())  # your code here
        except Exception as error:  # the next tick tries again
            print(f'error: {error!r}', flush=True)
        await asyncio.sleep(2)


async def main():
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: loop.call_soon_threadsafe(task.cancel))
    OUTBOX.mkdir(parents=True, exist_ok=True)
    for file in OUTBOX.glob('*.json'):
        waiting[file.stem] = json.loads(file.read_text())
    timeout = aiohttp.ClientTimeout(total=TIMEOUT_SECONDS)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        await asyncio.gather(tick(), deliver_due(session))


if __name__ == '__main__':
    if len(key) < 24:
        sys.exit('set WEBHOOK_SECRET, made by: openssl rand -base64 32')
    try:
        asyncio.run(main())
    except asyncio.CancelledError:
        pass  # by a signal; what is not delivered stays in the outbox
