"""WebSocket client: reconnects with backoff, notices a dead link, keeps what it
sends in order. WebSocket confirms nothing: what was on its way when the line
broke is lost or comes twice, unless your own messages are acknowledged."""
import asyncio
import os
import random
import signal
import sys
import time
from collections import deque

from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

ENDPOINT = '{{endpoint}}'
BINARY = '{{binary}}'
# Below the 60 s after which many proxies cut an idle connection.
HEARTBEAT_SECONDS = '{{heartbeat}}'
FIRST_PAUSE, LAST_PAUSE = 0.5, 30  # seconds
OPTIONS = {
    'ping_interval': HEARTBEAT_SECONDS,
    'ping_timeout': HEARTBEAT_SECONDS,
    'open_timeout': 10,
    'close_timeout': 1,
    'max_size': 2**20,  # bytes of one message
    'max_queue': 16,  # messages; while your code is busy, the server waits
}
FAILURES = (OSError, asyncio.TimeoutError, WebSocketException)

outbox = deque(maxlen=1000)  # the oldest are dropped first
wake = asyncio.Event()


def send(message):
    outbox.append(message.encode() if BINARY else message)
    wake.set()


async def receive(message):
    print(message, flush=True)  # your code here


async def write(socket):
    while True:
        while outbox:
            message = outbox[0]
            await socket.send(message)  # waits while the server reads slowly
            if outbox and outbox[0] is message:
                outbox.popleft()
        wake.clear()
        await wake.wait()


async def talk():
    """One connection, to its end. Returns its close code."""
    token = os.environ.get('TOKEN')  # secrets come from the environment
    headers = {'Authorization': f'Bearer {token}'} if token else {}
    options = {**OPTIONS, 'additional_headers': headers}
    async with connect(ENDPOINT, **options) as socket:
        print('connected', flush=True)
        writer = asyncio.create_task(write(socket))
        try:
            async for message in socket:
                try:
                    await receive(message)
                except Exception as error:  # yours must not end the client
                    print(f'failed: {error!r}', flush=True)
        finally:
            writer.cancel()
    return socket.close_code


async def main():
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: loop.call_soon_threadsafe(task.cancel))
    pause = FIRST_PAUSE
    while True:
        started, code = time.monotonic(), None
        try:
            code = await talk()
            print(f'closed ({code})', flush=True)
        except FAILURES as error:
            code = getattr(getattr(error, 'rcvd', None), 'code', None)
            print(f'closed: {error!r}', flush=True)
        if code == 1008:  # the server's policy refuses this client
            sys.exit('refused: not trying again')
        if time.monotonic() - started > LAST_PAUSE:  # it lasted
            pause = FIRST_PAUSE
        # Jitter, so that not all clients come back at once.
        await asyncio.sleep(pause * random.uniform(0.5, 1))
        pause = min(LAST_PAUSE, pause * 2)


if __name__ == '__main__':
    send('{"type":"hello"}')
    try:
        asyncio.run(main())
    except asyncio.CancelledError:
        pass  # by a signal
