"""WebSocket client: reconnects with backoff, notices a dead link, keeps a
bounded outbox while it is down."""
import asyncio
import random
from collections import deque

import websockets

ENDPOINT = '{{endpoint}}'
BINARY = '{{binary}}'
# Below the 60 s after which many proxies cut an idle connection.
HEARTBEAT_SECONDS = '{{heartbeat}}'
OPTIONS = {'ping_interval': HEARTBEAT_SECONDS, 'max_size': 2**20}
FAILURES = (OSError, asyncio.TimeoutError, websockets.WebSocketException)

outbox = deque(maxlen=1000)  # the oldest go first
wake = asyncio.Event()


def send(message):
    outbox.append(message.encode() if BINARY else message)
    wake.set()


async def write(socket):
    while True:
        while outbox:
            message = outbox[0]
            await socket.send(message)  # waits while the server reads slowly
            if outbox and outbox[0] is message:
                outbox.popleft()
        wake.clear()
        await wake.wait()


async def main():
    failures = 0
    while True:
        try:
            async with websockets.connect(ENDPOINT, **OPTIONS) as socket:
                print('connected', flush=True)
                writer = asyncio.create_task(write(socket))
                try:
                    async for message in socket:
                        failures = 0
                        print(message, flush=True)  # your code here
                finally:
                    writer.cancel()
                print(f'closed ({socket.close_code})', flush=True)
                if socket.close_code == 1008:  # the server refuses us
                    return
        except FAILURES as error:
            print(f'closed: {error}', flush=True)
        failures += 1
        # Jitter, so that not all clients come back at once.
        await asyncio.sleep(min(30, 2**failures / 4) * random.uniform(0.5, 1))


send('{"type":"hello"}')
asyncio.run(main())
