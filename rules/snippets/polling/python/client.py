"""Polling client: asks at an interval, transfers nothing while nothing is new,
backs off while the server is away. What fails in your code comes again with the
next poll, because its tag is kept only after that."""
import asyncio
import os
import random
import signal

import aiohttp

ENDPOINT = '{{endpoint}}'
INTERVAL = '{{interval}}'  # seconds
MAX_BYTES = 2**20
LAST_PAUSE = max(INTERVAL, 60)  # seconds

tag = None  # of the state that was handled last


async def receive(state):
    print(state, flush=True)  # your code here


async def read_body(response):
    body = bytearray()
    async for chunk in response.content.iter_any():
        body += chunk
        if len(body) > MAX_BYTES:
            raise ValueError('answer too large')
    return body.decode('utf-8', 'replace')


def retry_after(response):
    """The server may ask for patience, but not for a year."""
    value = response.headers.get('Retry-After', '')
    is_seconds = value.isascii() and value.isdecimal() and len(value) < 10
    return min(LAST_PAUSE, int(value)) if is_seconds else 0


async def poll(session):
    """Returns the least pause before the next poll after a refusal, or None."""
    global tag
    headers = {'If-None-Match': tag} if tag else {}
    async with session.get(ENDPOINT, headers=headers) as response:
        if response.status == 304:
            return None
        kind = response.content_type
        if response.status != 200 or kind != 'application/json':
            print(f'refused: {response.status}, {kind}', flush=True)
            return retry_after(response)
        await receive(await read_body(response))
        tag = response.headers.get('ETag')
    return None


async def main():
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: loop.call_soon_threadsafe(task.cancel))
    headers = {'Accept': 'application/json'}
    if token := os.environ.get('TOKEN'):  # secrets come from the environment
        headers['Authorization'] = f'Bearer {token}'
    timeout = aiohttp.ClientTimeout(total=10)
    pause = INTERVAL
    async with aiohttp.ClientSession(
            headers=headers, timeout=timeout) as session:
        while True:
            try:
                least = await poll(session)
            except Exception as error:  # neither the server's nor yours ends it
                print(f'error: {error!r}', flush=True)
                least = 0
            pause = (INTERVAL if least is None
                     else min(LAST_PAUSE, max(pause * 2, least)))
            # Jitter, so that not all clients ask at once.
            await asyncio.sleep(pause * random.uniform(0.75, 1.25))


if __name__ == '__main__':
    try:
        asyncio.run(main())
    except asyncio.CancelledError:
        pass  # by a signal
