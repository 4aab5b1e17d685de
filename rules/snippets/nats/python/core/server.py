"""Core NATS publisher: fast, and at most once. Without subscribers, messages
are lost; without a connection, they are refused. For messages that must arrive,
use JetStream."""
import asyncio
import datetime
import os
import random
import signal
import ssl
import threading
import time

import nats

ENDPOINT = '{{endpoint}}'
TOPIC = '{{topic}}'
LARGEST = 1_000_000  # bytes: limit of the server
FIRST_PAUSE, LAST_PAUSE = 1, 30  # seconds


async def publish(connection, body):
    """Returns once the server has it, which bounds what waits here."""
    if len(body) > LARGEST:
        raise ValueError('too large')
    await connection.publish(TOPIC, body)
    await connection.flush(timeout=5)  # many messages may share one


async def serve(connection):
    print('connected', flush=True)
    while not connection.is_closed:
        text = datetime.datetime.now().isoformat()  # your code here
        await publish(connection, text.encode())
        await asyncio.sleep(1)


async def report(error):
    print(f'error: {error!r}', flush=True)


async def run():
    pause = FIRST_PAUSE
    while True:
        started = time.monotonic()
        try:
            connection = await nats.connect(
                ENDPOINT, connect_timeout=10, ping_interval=20,
                allow_reconnect=False,  # this loop reconnects
                error_cb=report,
                user=os.environ.get('NATS_USERNAME'),  # no secrets here
                password=os.environ.get('NATS_PASSWORD'),
                tls=ssl.create_default_context()
                if ENDPOINT.startswith('tls:') else None)
            async with connection:
                await serve(connection)
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
