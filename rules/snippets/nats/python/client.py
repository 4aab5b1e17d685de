"""NATS JetStream consumer: acknowledges what is done, gets again later what
failed, holds few messages at once, reconnects. It may see a message twice, and
those that failed out of order: check for that."""
import asyncio
import os
import random
import signal
import ssl
import threading
import time

import nats
from nats.js.api import AckPolicy, ConsumerConfig, StreamConfig
from nats.js.errors import NotFoundError

ENDPOINT = '{{endpoint}}'
STREAM = '{{stream}}'
SUBJECTS = '{{subjects}}'  # what the stream stores
CONSUMER = '{{consumer}}'  # processes with one name share the work
PREFETCH = '{{prefetch}}'  # messages held here at once
FAILED = f'{STREAM}-failed'  # the dead letters: for a person to look at
ATTEMPTS = 5
RETRY_AFTER = 5  # seconds
ACK_WAIT = 30  # seconds: all that are held here have to be done by then
WEEK = 7 * 86_400  # seconds
FIRST_PAUSE, LAST_PAUSE = 1, 30  # seconds


async def receive(subject, body):
    print(subject, body.decode('utf-8', 'replace'), flush=True)  # your code


async def ensure(stream, name, subjects):
    """An existing stream stays as it is. After a week it forgets a message."""
    try:
        await stream.stream_info(name)
    except NotFoundError:
        await stream.add_stream(
            StreamConfig(name=name, subjects=[subjects], max_age=WEEK))


async def settle(stream, message):
    tries = message.metadata.num_delivered  # also those that ended the process
    try:
        if tries > ATTEMPTS:
            raise RuntimeError('tried too often')
        await receive(message.subject, message.data)
    except Exception as error:  # your errors must not end the consumer
        print(f'failed: {error!r}', flush=True)
        if tries < ATTEMPTS:
            return await message.nak(delay=RETRY_AFTER)
        # The server has it elsewhere before it forgets it here.
        await stream.publish(f'failed.{message.subject}', message.data)
        print(f'moved to {FAILED}', flush=True)
    await message.ack()


async def consume(connection):
    stream = connection.jetstream()
    await ensure(stream, STREAM, SUBJECTS)
    await ensure(stream, FAILED, f'failed.{SUBJECTS}')
    config = ConsumerConfig(
        ack_policy=AckPolicy.EXPLICIT, ack_wait=ACK_WAIT,
        max_ack_pending=1000)  # more wait to be tried again: no new ones
    subscription = await stream.pull_subscribe(
        '', CONSUMER, STREAM, config=config)
    print('consuming', flush=True)
    while not connection.is_closed:
        try:
            messages = await subscription.fetch(PREFETCH, timeout=5)
        except nats.errors.TimeoutError:
            await subscription.consumer_info()  # raises if it was deleted
            continue
        for message in messages:
            await settle(stream, message)


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
                await consume(connection)
        except (nats.errors.Error, OSError, asyncio.TimeoutError) as error:
            await report(error)
        if time.monotonic() - started > LAST_PAUSE:  # it lasted
            pause = FIRST_PAUSE
        # Jitter, so that not all clients come back at once.
        await asyncio.sleep(pause * random.uniform(0.5, 1))
        pause = min(LAST_PAUSE, pause * 2)


async def main():
    limit = threading.Timer(1, os._exit, [0])
    limit.daemon = True
    task = asyncio.ensure_future(run())
    for name in (signal.SIGINT, signal.SIGTERM):  # the rest comes again
        asyncio.get_running_loop().add_signal_handler(
            name, lambda: (limit.start(), task.cancel()))
    await asyncio.wait([task])


asyncio.run(main())
