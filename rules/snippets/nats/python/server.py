"""NATS JetStream publisher: keeps messages in order until the stream has stored
them, reconnects. The stream drops what it is sent twice within two minutes."""
import asyncio
import contextlib
import datetime
import os
import random
import signal
import ssl
import threading
import time
import uuid
from collections import deque

import nats
from nats.js.api import StreamConfig
from nats.js.errors import APIError, NoStreamResponseError, NotFoundError

ENDPOINT = '{{endpoint}}'
STREAM = '{{stream}}'
SUBJECTS = '{{subjects}}'  # what the stream stores
TOPIC = '{{topic}}'
LARGEST = 1_000_000  # bytes: the server takes no more
OUTBOX_LIMIT = 1000  # messages
RETRY_AFTER = 5  # seconds
WEEK = 7 * 86_400  # seconds
FIRST_PAUSE, LAST_PAUSE = 1, 30  # seconds
REFUSALS = (APIError, NoStreamResponseError, nats.errors.TimeoutError)

outbox = deque()  # the first one is on its way


def publish(body):
    """Returns whether it was taken: there was room, and it is not too large."""
    if len(outbox) >= OUTBOX_LIMIT or len(body) > LARGEST:
        return False
    outbox.append(({'Nats-Msg-Id': str(uuid.uuid4())}, body))
    return True


async def serve(connection):
    stream = connection.jetstream()
    try:
        await stream.stream_info(STREAM)  # an existing one stays as it is
    except NotFoundError:
        await stream.add_stream(StreamConfig(
            name=STREAM, subjects=[SUBJECTS],
            max_age=WEEK))  # then it forgets a message
    print('connected', flush=True)
    while not connection.is_closed:
        if not outbox:
            await asyncio.sleep(0.1)
            continue
        headers, body = outbox[0]  # one after the other: in order
        try:
            await stream.publish(TOPIC, body, timeout=5, headers=headers)
            outbox.popleft()
            print(f'stored {TOPIC}', flush=True)
        except REFUSALS as error:
            print(f'not delivered, trying again: {error!r}', flush=True)
            await asyncio.sleep(RETRY_AFTER)


async def report(error):
    print(f'error: {error!r}', flush=True)


async def run():
    pause = FIRST_PAUSE
    while True:
        started = time.monotonic()
        try:
            connection = await nats.connect(
                ENDPOINT, connect_timeout=10, ping_interval=20,
                allow_reconnect=False,  # this loop does, also at the start
                error_cb=report,
                user=os.environ.get('NATS_USERNAME'),  # no secrets here
                password=os.environ.get('NATS_PASSWORD'),
                tls=ssl.create_default_context()
                if ENDPOINT.startswith('tls:') else None)
            async with connection:
                await serve(connection)
        except (nats.errors.Error, OSError, asyncio.TimeoutError) as error:
            await report(error)
        if time.monotonic() - started > LAST_PAUSE:  # it lasted
            pause = FIRST_PAUSE
        # Jitter, so that not all clients come back at once.
        await asyncio.sleep(pause * random.uniform(0.5, 1))
        pause = min(LAST_PAUSE, pause * 2)


async def produce():
    while True:
        try:
            text = datetime.datetime.now().isoformat()  # your code here
            if not publish(text.encode()):
                print('dropped: too large, or too many wait', flush=True)
        except Exception as error:  # the next tick tries again
            print(f'error: {error!r}', flush=True)
        await asyncio.sleep(1)


async def main():
    def stop():
        print(f'{len(outbox)} not stored', flush=True)
        limit = threading.Timer(1.5, os._exit, [0])
        limit.daemon = True
        limit.start()
        task.cancel()

    task = asyncio.gather(run(), produce())
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop)
    with contextlib.suppress(asyncio.CancelledError):
        await task


asyncio.run(main())
