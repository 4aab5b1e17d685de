"""Core NATS subscriber: receives messages while it is connected, and limits the
messages that wait here; all others are lost. Subscribers of one group share the
messages. For messages that must arrive, use JetStream."""
import asyncio
import os
import random
import signal
import ssl
import threading
import time

import nats

ENDPOINT = '{{endpoint}}'
TOPIC = '{{topic}}'
GROUP = '{{group}}'  # empty: each subscriber gets every message
WAITING_LIMIT, WAITING_BYTES = 1000, 16 * 2**20  # more are lost, and reported
FIRST_PAUSE, LAST_PAUSE = 1, 30  # seconds


async def receive(subject, body):
    print(subject, body.decode('utf-8', 'replace'), flush=True)  # your code


async def handle(message):
    try:
        await receive(message.subject, message.data)
    except Exception as error:  # your errors must not end the subscriber
        print(f'failed, and lost: {error!r}', flush=True)


async def report(error):
    print(f'error: {error!r}', flush=True)


async def run():
    pause = FIRST_PAUSE
    while True:
        started = time.monotonic()
        closed = asyncio.Event()

        async def close():
            closed.set()

        try:
            connection = await nats.connect(
                ENDPOINT, connect_timeout=10, ping_interval=20,
                allow_reconnect=False,  # this loop reconnects
                error_cb=report, closed_cb=close,
                user=os.environ.get('NATS_USERNAME'),  # no secrets here
                password=os.environ.get('NATS_PASSWORD'),
                tls=ssl.create_default_context()
                if ENDPOINT.startswith('tls:') else None)
            async with connection:
                await connection.subscribe(
                    TOPIC, GROUP, handle, pending_msgs_limit=WAITING_LIMIT,
                    pending_bytes_limit=WAITING_BYTES)
                await connection.flush()
                print('subscribed', flush=True)
                await closed.wait()
        except (nats.errors.Error, OSError, asyncio.TimeoutError) as error:
            await report(error)
        if time.monotonic() - started > LAST_PAUSE:  # it was stable
            pause = FIRST_PAUSE
        # Jitter, so that not all clients reconnect at the same time.
        await asyncio.sleep(pause * random.uniform(0.5, 1))
        pause = min(LAST_PAUSE, pause * 2)


async def main():
    limit = threading.Timer(1.5, os._exit, [0])
    limit.daemon = True
    task = asyncio.ensure_future(run())
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(
            name, lambda: (limit.start(), task.cancel()))
    await asyncio.wait([task])


asyncio.run(main())
