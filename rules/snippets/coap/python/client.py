"""CoAP client: observes a resource, asks anew when the last value is out of
date, backs off. A value may be lost: the next one replaces it. As it stands it
is not encrypted: for coaps:// install aiocoap[tinydtls] and give it keys."""
import asyncio
import contextlib
import random
import signal
import time

import aiocoap

ENDPOINT = '{{endpoint}}'
GRACE = 5  # seconds after the lifetime of a value
LONGEST = 86_400  # seconds, whatever lifetime a server claims
FIRST_PAUSE, LAST_PAUSE = 1, 30  # seconds


async def receive(value):
    print(value.decode('utf-8', 'replace'), flush=True)  # your code here


async def handle(response):
    """Returns for how many seconds the value holds."""
    if not response.code.is_successful():
        raise aiocoap.error.Error(f'refused: {response.code}')
    try:
        await receive(response.payload)
    except Exception as error:  # what fails in your code is skipped
        print(f'failed: {error!r}', flush=True)
    lifetime = response.opt.max_age
    return min(60 if lifetime is None else lifetime, LONGEST) + GRACE


async def observe():
    context = await aiocoap.Context.create_client_context()
    try:
        message = aiocoap.Message(
            code=aiocoap.GET, uri=ENDPOINT, observe=0)
        request = context.request(message)
        lifetime = await handle(await request.response)
        print('observing', flush=True)
        values = aiter(request.observation)
        while True:
            async with asyncio.timeout(lifetime):
                response = await anext(values)
            lifetime = await handle(response)
    finally:
        await context.shutdown()


async def run():
    pause = FIRST_PAUSE
    while True:
        started = time.monotonic()
        try:
            await observe()
        except TimeoutError:
            print('error: nothing new', flush=True)
        except (aiocoap.error.Error, OSError, StopAsyncIteration) as error:
            print(f'error: {error!r}', flush=True)
        if time.monotonic() - started > 2 * LAST_PAUSE:  # it lasted
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
