"""WebSocket client: reconnects with backoff, notices a dead link, keeps a
bounded outbox while it is down."""
import asyncio
import random
from collections import deque

import websockets

ENDPOINT = '{{endpoint}}'
# Below the 60 s after which many proxies cut an idle connection.
HEARTBEAT_SECONDS = '{{heartbeat}}'
BINARY = '{{binary}}'
OPTIONS = {
    'open_timeout': 10,
    'ping_interval': HEARTBEAT_SECONDS,
    'ping_timeout': 10,
    'max_size': 2**20,
    'max_queue': 32,
}
FAILURES = (OSError, asyncio.TimeoutError, websockets.WebSocketException)

outbox = deque(maxlen=1000)  # the oldest go first
wake = asyncio.Event()


def send(message):
    outbox.append(message)
    wake.set()


async def write(socket):
    while True:
        while outbox:
            message = outbox[0]
            data = message.encode() if BINARY else message
            await socket.send(data)  # waits while the server reads slowly
            if outbox and outbox[0] is message:
                outbox.popleft()
        wake.clear()
        await wake.wait()


async def receive(message):
    print(message, flush=True)  # your code here


async def converse(socket):
    writer = asyncio.create_task(write(socket))
    try:
        async for message in socket:
            await receive(message)
    finally:
        writer.cancel()


async def main():
    failures = 0
    while True:
        try:
            async with websockets.connect(ENDPOINT, **OPTIONS) as socket:
                print('connected', flush=True)
                failures = 0
                await converse(socket)
                print(f'closed ({socket.close_code})', flush=True)
                if socket.close_code == 1008:  # the server refuses us
                    return
        except FAILURES as error:
            print(f'closed: {error}', flush=True)
        ceiling = min(30, 0.5 * 2**failures)
        failures += 1
        # Jitter, so that not all clients come back at once.
        await asyncio.sleep(ceiling * random.uniform(0.5, 1))


if __name__ == '__main__':
    send('{"type":"hello"}')
    asyncio.run(main())
