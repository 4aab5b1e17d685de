"""Core NATS publisher: fast, and at most once. It reports what is lost: without
a connection, without subscribers, or if the server does not read. For messages
that must arrive, use JetStream."""
import asyncio
import contextlib
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
FIRST_PAUSE, LAST_PAUSE = 1, 30  # seconds

connection = nats.NATS()  # replaced by each new one
inbox = connection.new_inbox()  # where the server reports missing subscribers


async def publish(text):
    """Returns once the server has read it, which limits what waits here."""
    try:
        await connection.publish(TOPIC, text.encode(), reply=inbox)
        await connection.flush(timeout=5)  # many messages may share one
    except nats.errors.Error as error:
        print(f'lost: {error!r}', flush=True)


async def answer(message):
    if message.headers and message.headers.get('Status') == '503':
        print('lost: no subscribers', flush=True)


async def produce():
    while True:
        await asyncio.sleep(1)
        await publish(datetime.datetime.now().isoformat())  # your code here


async def report(error):
    print(f'error: {error!r}', flush=True)


async def run():
    global connection
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
                await connection.subscribe(inbox, cb=answer)
                print('connected', flush=True)
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
    task = asyncio.gather(run(), produce())
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(
            name, lambda: (limit.start(), task.cancel()))
    with contextlib.suppress(asyncio.CancelledError):
        await task


asyncio.run(main())
