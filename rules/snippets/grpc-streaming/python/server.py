"""gRPC server of a stream: replays what a client missed, ends the calls of
those that read too slowly."""
import asyncio
import contextlib
import datetime
import hmac
import os
import signal
import time
from collections import deque
from pathlib import Path

import grpc

PORT = '{{port}}'
MAX_EVENT_BYTES = 4 * 2**20  # clients refuse larger ones
MAX_BACKLOG = 64  # events for one client, besides what is on its way
LONGEST_WRITE = 10  # seconds
MAX_CLIENTS = 10_000
OPTIONS = (
    ('grpc.keepalive_time_ms', 30_000),  # finds clients that are gone
    ('grpc.keepalive_timeout_ms', 10_000),
    ('grpc.http2.ping_timeout_ms', 10_000),  # else a minute
    # Clients may ping this often.
    ('grpc.http2.min_ping_interval_without_data_ms', 9_000),
    ('grpc.max_receive_message_length', 65_536),  # bytes: requests are small
)

# For larger programs, grpc_tools.protoc writes these modules beforehand.
protos, services = grpc.protos_and_services('feed.proto')
recent = deque(maxlen=1000)  # events kept for clients that come back
backlogs = set()
# Grows across restarts, so that an old id is never ahead of a new one.
last_id = int(time.time() * 1000)


def publish(data):
    global last_id
    last_id += 1
    event = protos.Event(id=last_id, data=data)
    if event.ByteSize() > MAX_EVENT_BYTES:
        raise ValueError('event too large')
    recent.append(event)
    for backlog in list(backlogs):
        try:
            backlog.put_nowait(event)
        except asyncio.QueueFull:  # it comes back and asks for what it missed
            backlogs.discard(backlog)


async def send(context, event):
    async with asyncio.timeout(LONGEST_WRITE):
        await context.write(event)


class Feed(services.FeedServicer):
    async def Subscribe(self, request, context):
        metadata = dict(context.invocation_metadata())
        token = os.environ.get('TOKEN')  # secrets come from the environment
        given = str(metadata.get('authorization', '')).encode()
        if token and not hmac.compare_digest(given, f'Bearer {token}'.encode()):
            await context.abort(
                grpc.StatusCode.UNAUTHENTICATED, 'no valid token')
        if len(backlogs) >= MAX_CLIENTS:
            await context.abort(grpc.StatusCode.UNAVAILABLE, 'too many clients')
        # 0, as from a new client, is none of the ids: it starts with the next.
        after = request.after or last_id
        missed = [event for event in recent if event.id > after]
        backlog = asyncio.Queue(MAX_BACKLOG)
        backlogs.add(backlog)
        try:
            await context.send_initial_metadata(())
            for event in missed:
                await send(context, event)
            while backlog in backlogs:
                event = await backlog.get()
                if event is None:
                    return
                await send(context, event)
        except TimeoutError:
            pass
        finally:
            backlogs.discard(backlog)
        await context.abort(grpc.StatusCode.RESOURCE_EXHAUSTED, 'too slow')


async def tick():
    while True:
        await asyncio.sleep(1)
        try:
            publish(datetime.datetime.now().isoformat())  # your code here
        except Exception as error:  # the next tick tries again
            print(f'error: {error!r}', flush=True)


async def main():
    server = grpc.aio.server(options=OPTIONS)
    services.add_FeedServicer_to_server(Feed(), server)
    if 'TLS_KEY_FILE' in os.environ:
        pair = (Path(os.environ['TLS_KEY_FILE']).read_bytes(),
                Path(os.environ['TLS_CERT_FILE']).read_bytes())
        security = grpc.ssl_server_credentials([pair])
        server.add_secure_port(f'[::]:{PORT}', security)
    else:
        server.add_insecure_port(f'[::]:{PORT}')
    await server.start()
    print(f'listening on {PORT}', flush=True)
    task = asyncio.ensure_future(tick())
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, task.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await task
    for backlog in backlogs:
        with contextlib.suppress(asyncio.QueueFull):
            backlog.put_nowait(None)  # they come back and resume
    await server.stop(0.5)  # seconds


asyncio.run(main())
