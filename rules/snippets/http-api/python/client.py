"""HTTP client: each attempt has a timeout, each call a deadline, and what may
pass is tried again with growing pauses. The idempotency key stays the same, so
that nothing is done twice."""
import asyncio
import itertools
import json
import os
import random
import signal
import time
import uuid

import aiohttp

ENDPOINT = '{{endpoint}}'
TIMEOUT_SECONDS = '{{timeout}}'  # of one attempt
DEADLINE_SECONDS = '{{deadline}}'  # of a call with all its attempts
MAX_BYTES = 2**20
FIRST_PAUSE, LAST_PAUSE = 0.5, 15  # seconds
# 409: the first attempt is still at work.
PASSING = {408, 409, 425, 429, 500, 502, 503, 504}
FAILURES = (aiohttp.ClientError, asyncio.TimeoutError, OSError)


class Passing(OSError):
    hint = 0


async def receive(answer):
    print(json.dumps(answer), flush=True)  # your code here


async def attempt(session, order, key):
    headers = {'Idempotency-Key': key}
    async with session.post(
            ENDPOINT, json=order, headers=headers,
            allow_redirects=False) as response:
        status, kind = response.status, response.content_type
        if status // 100 != 2 or kind != 'application/json':
            if status not in PASSING:
                raise ValueError(f'refused: {status}, {kind}')
            passing = Passing(f'refused: {status}, {kind}')
            hint = response.headers.get('Retry-After', '')
            if hint.isascii() and hint.isdecimal() and len(hint) < 10:
                passing.hint = int(hint)
            raise passing
        body = bytearray()
        async for chunk in response.content.iter_any():
            body += chunk
            if len(body) > MAX_BYTES:
                raise ValueError('answer too large')
        return json.loads(body)


async def send(session, order, key):
    """Keep the key beside the order, where a crash must not lose it. Raises
    ValueError when refused; after another error it may have worked: with the
    same key you can call again."""
    end = time.monotonic() + DEADLINE_SECONDS
    pause = FIRST_PAUSE
    while True:
        try:
            return await attempt(session, order, key)
        except FAILURES as error:
            # Jitter, so that not all clients come back at once.
            delay = pause * random.uniform(0.5, 1)
            if isinstance(error, Passing):
                delay = max(delay, error.hint)
            if time.monotonic() + delay > end:
                raise
            print(f'{error!r}; again in {delay:.1f} s', flush=True)
        await asyncio.sleep(delay)
        pause = min(LAST_PAUSE, pause * 2)


async def main():
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: loop.call_soon_threadsafe(task.cancel))
    headers = {'Accept': 'application/json'}
    if token := os.environ.get('TOKEN'):  # secrets come from the environment
        headers['Authorization'] = f'Bearer {token}'
    timeout = aiohttp.ClientTimeout(total=TIMEOUT_SECONDS)
    async with aiohttp.ClientSession(
            headers=headers, timeout=timeout) as session:
        for amount in itertools.count(1):
            try:
                order = {'amount': amount}
                await receive(await send(session, order, str(uuid.uuid4())))
            except Exception as error:  # neither the server's nor yours ends it
                print(f'failed: {error!r}', flush=True)
            await asyncio.sleep(2)


if __name__ == '__main__':
    try:
        asyncio.run(main())
    except asyncio.CancelledError:
        pass  # by a signal
