"""Long polling client: each answer brings what came after its place, and the
next request asks at once. It backs off while the server is away. What fails in
your code is asked for again, a few times, before it is left out."""
import asyncio
import json
import os
import random
import signal
import time

import aiohttp

ENDPOINT = '{{endpoint}}'
# The server should answer sooner, be it with nothing.
PATIENCE_SECONDS = '{{patience}}'
MAX_BYTES = 2**20
MAX_TRIES = 6  # of one message
LEAST_PAUSE = 0.2  # seconds: messages of a burst come together
FIRST_PAUSE, LAST_PAUSE = 1, 30  # seconds

after = 0  # number of the last message that was handled
tries = 0


async def receive(data):
    print(json.dumps(data), flush=True)  # your code here


async def handle(number, data):
    global after, tries
    try:
        await receive(data)
    except Exception as error:
        tries += 1
        if tries < MAX_TRIES:
            raise
        print(f'left out: {number}, {error!r}', flush=True)
    after, tries = number, 0


async def read_body(response):
    body = bytearray()
    async for chunk in response.content.iter_any():
        body += chunk
        if len(body) > MAX_BYTES:
            raise ValueError('answer too large')
    return bytes(body)


async def poll(session):
    """Returns whether there was anything new."""
    global after
    async with session.get(ENDPOINT, params={'after': after}) as response:
        kind = response.content_type
        if response.status != 200 or kind != 'application/json':
            raise ValueError(f'refused: {response.status}, {kind}')
        answer = json.loads(await read_body(response))
    before = after
    for message in answer['messages']:
        await handle(int(message['id']), message['data'])
    after = int(answer['after'])
    return after != before


async def main():
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: loop.call_soon_threadsafe(task.cancel))
    headers = {'Accept': 'application/json'}
    if token := os.environ.get('TOKEN'):  # secrets come from the environment
        headers['Authorization'] = f'Bearer {token}'
    timeout = aiohttp.ClientTimeout(total=PATIENCE_SECONDS)
    pause = LEAST_PAUSE
    async with aiohttp.ClientSession(
            headers=headers, timeout=timeout) as session:
        while True:
            started = time.monotonic()
            try:
                # Nothing, and at once: such a server would be asked without
                # a pause.
                is_well = (await poll(session)
                           or time.monotonic() - started > FIRST_PAUSE)
            except Exception as error:  # neither the server's nor yours ends it
                print(f'error: {error!r}', flush=True)
                is_well = False
            pause = (LEAST_PAUSE if is_well
                     else min(LAST_PAUSE, max(FIRST_PAUSE, pause * 2)))
            # Jitter, so that not all clients come back at once.
            await asyncio.sleep(pause * random.uniform(0.5, 1))


if __name__ == '__main__':
    try:
        asyncio.run(main())
    except asyncio.CancelledError:
        pass  # by a signal
