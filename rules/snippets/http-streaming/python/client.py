"""HTTP streaming client: one request, whose answer is a JSON text a line and
does not end. It resumes after the last number that was handled, backs off, and
gives up on a silent connection."""
import asyncio
import json
import os
import random
import signal
import time

import aiohttp

ENDPOINT = '{{endpoint}}'
# The server should send an empty line more often than this.
SILENCE_SECONDS = '{{silence}}'
MAX_LINE_BYTES = 2**20
FIRST_PAUSE, LAST_PAUSE = 1, 30  # seconds
FAILURES = (aiohttp.ClientError, asyncio.TimeoutError, OSError, ValueError)

after = 0  # number of the last message that was handled


async def receive(data):
    print(json.dumps(data), flush=True)  # your code here


async def split(stream):
    pending = b''
    async for chunk in stream.iter_any():
        *lines, pending = (pending + chunk).split(b'\n')
        for line in lines:
            yield line
        if len(pending) > MAX_LINE_BYTES:
            raise ValueError('line too long')


async def handle(line):
    global after
    message = json.loads(line)
    try:
        await receive(message['data'])
    except Exception as error:  # what fails is reported and skipped
        print(f'failed: {error!r}', flush=True)
    after = int(message['id'])


async def follow(session):
    async with session.get(ENDPOINT, params={'after': after}) as response:
        kind = response.content_type
        if response.status != 200 or kind != 'application/x-ndjson':
            raise ValueError(f'refused: {response.status}, {kind}')
        print('connected', flush=True)
        async for line in split(response.content):
            if line.strip():  # an empty one shows that the server lives
                await handle(line)
        print('stream ended', flush=True)


async def main():
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: loop.call_soon_threadsafe(task.cancel))
    timeout = aiohttp.ClientTimeout(
        total=None, sock_connect=10, sock_read=SILENCE_SECONDS)
    headers = {'Accept': 'application/x-ndjson'}
    if token := os.environ.get('TOKEN'):  # secrets come from the environment
        headers['Authorization'] = f'Bearer {token}'
    pause = FIRST_PAUSE
    async with aiohttp.ClientSession(
            headers=headers, timeout=timeout) as session:
        while True:
            started = time.monotonic()
            try:
                await follow(session)
            except (*FAILURES, KeyError, TypeError) as error:
                print(f'error: {error!r}', flush=True)
            if time.monotonic() - started > LAST_PAUSE:  # it lasted
                pause = FIRST_PAUSE
            # Jitter, so that not all clients come back at once.
            await asyncio.sleep(pause * random.uniform(0.5, 1))
            pause = min(LAST_PAUSE, pause * 2)


if __name__ == '__main__':
    try:
        asyncio.run(main())
    except asyncio.CancelledError:
        pass  # by a signal
