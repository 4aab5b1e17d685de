"""gRPC client of a stream from the server: resumes after the last event that
was handled, backs off, and notices a dead connection. A slow client slows down
what the server sends to it."""
import asyncio
import contextlib
import os
import random
import signal
import time
from urllib.parse import urlsplit

import grpc

URL = urlsplit('{{endpoint}}')
HEARTBEAT = '{{heartbeat}}'  # seconds
FIRST_PAUSE, LAST_PAUSE = 1, 30  # seconds
OPTIONS = (
    # The server must permit pings this often: many do not below 5 minutes.
    ('grpc.keepalive_time_ms', HEARTBEAT * 1000),
    ('grpc.keepalive_timeout_ms', 10_000),
    ('grpc.http2.ping_timeout_ms', 10_000),  # else a minute
    ('grpc.http2.max_pings_without_data', 0),  # no limit of its own
    ('grpc.max_receive_message_length', 4 * 1_048_576),  # bytes
    ('grpc.use_local_subchannel_pool', 1),  # each attempt is a new connection
)

# For larger programs, grpc_tools.protoc writes these modules beforehand.
protos, services = grpc.protos_and_services('feed.proto')
after = 0  # id of the last event that was handled


async def receive(data):
    print(data, flush=True)  # your code here


def open_channel():
    secure = URL.scheme == 'https'
    address = f'{URL.hostname}:{URL.port or (443 if secure else 80)}'
    if secure:  # checked against the certificate authorities of gRPC
        trusted = grpc.ssl_channel_credentials()
        return grpc.aio.secure_channel(address, trusted, OPTIONS)
    return grpc.aio.insecure_channel(address, OPTIONS)


async def follow():
    global after
    token = os.environ.get('TOKEN')  # secrets come from the environment
    metadata = [('authorization', f'Bearer {token}')] if token else []
    async with open_channel() as channel:
        stub = services.FeedStub(channel)
        request = protos.SubscribeRequest(after=after)
        events = stub.Subscribe(request, metadata=metadata)
        await events.initial_metadata()
        if not events.done():
            print('connected', flush=True)
        async for event in events:
            try:
                await receive(event.data)
            except Exception as error:  # reported and skipped
                print(f'failed: {error!r}', flush=True)
            after = event.id
    print('stream ended', flush=True)


async def run():
    pause = FIRST_PAUSE
    while True:
        started = time.monotonic()
        try:
            await follow()
        except grpc.aio.AioRpcError as error:
            print(f'error: {error.code()} {error.details()}', flush=True)
        if time.monotonic() - started > LAST_PAUSE:  # it lasted
            pause = FIRST_PAUSE
        # Jitter, so that not all clients come back at once.
        await asyncio.sleep(pause * random.uniform(0.5, 1))
        pause = min(LAST_PAUSE, pause * 2)


async def main():
    task = asyncio.ensure_future(run())
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, task.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await task


asyncio.run(main())
