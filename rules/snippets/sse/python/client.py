"""Server-Sent Events client: resumes after the last event, backs off, gives up
on a silent connection. An event whose handler fails is reported and skipped."""
import asyncio
import codecs
import os
import random
import re
import signal
import time

import aiohttp

ENDPOINT = '{{endpoint}}'
EVENT = '{{event}}'
# The server should send a comment more often than this.
SILENCE_SECONDS = '{{silence}}'
MAX_EVENT_CHARS = 2**20
LAST_PAUSE = 30  # seconds
FAILURES = (aiohttp.ClientError, asyncio.TimeoutError, OSError, ValueError)

last_event_id = ''
first_pause = 1.0


async def receive(data):
    print(data, flush=True)  # your code here


async def split(stream):
    """Lines may end with CR, LF or both, and anywhere between two chunks."""
    decoder = codecs.getincrementaldecoder('utf-8-sig')('replace')
    pending, ended_with_cr = '', False
    async for chunk in stream.iter_any():
        text = decoder.decode(chunk)
        if not text:
            continue
        rest = text.removeprefix('\n') if ended_with_cr else text
        ended_with_cr = text.endswith('\r')
        *lines, pending = re.split('\r\n|\n|\r', pending + rest)
        for line in lines:
            yield line
        if len(pending) > MAX_EVENT_CHARS:
            raise ValueError('line too long')


async def read(lines):
    """Fields line by line, as HTML has it; an empty line ends an event."""
    global last_event_id, first_pause
    event, data, size, event_id = '', [], 0, last_event_id
    async for line in lines:
        field, _, value = line.partition(':')
        value = value.removeprefix(' ')
        if line == '':
            last_event_id = event_id
            if data and (event or 'message') == EVENT:
                try:
                    await receive('\n'.join(data))
                except Exception as error:  # yours must not end the client
                    print(f'failed: {error!r}', flush=True)
            event, data, size = '', [], 0
        elif field == 'event':
            event = value
        elif field == 'data':
            data.append(value)
            size += len(value) + 1
        elif field == 'id' and re.fullmatch(r'[^\0-\x1f\x7f]{,1024}', value):
            event_id = value  # it fits into a header
        elif field == 'retry' and re.fullmatch('[0-9]{1,15}', value):
            first_pause = min(LAST_PAUSE, max(1, int(value) / 1000))
        if size > MAX_EVENT_CHARS:
            raise ValueError('event too large')


async def follow(session):
    """Reads one connection to its end; returns whether to come back."""
    resume = {'Last-Event-ID': last_event_id} if last_event_id else {}
    async with session.get(ENDPOINT, headers=resume) as response:
        if response.status == 204:  # how a server says: no more to come
            return False
        kind = response.content_type
        if response.status != 200 or kind != 'text/event-stream':
            raise ValueError(f'refused: {response.status}, {kind}')
        print('connected', flush=True)
        await read(split(response.content))
        print('stream ended', flush=True)
        return True


async def main():
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: loop.call_soon_threadsafe(task.cancel))
    timeout = aiohttp.ClientTimeout(
        total=None, sock_connect=10, sock_read=SILENCE_SECONDS)
    options = {'headers': {'Accept': 'text/event-stream'}, 'timeout': timeout}
    if token := os.environ.get('TOKEN'):  # secrets come from the environment
        options['headers']['Authorization'] = f'Bearer {token}'
    pause = first_pause
    async with aiohttp.ClientSession(**options) as session:
        while True:
            started = time.monotonic()
            try:
                if not await follow(session):
                    return
            except FAILURES as error:
                print(f'error: {error!r}', flush=True)
            if time.monotonic() - started > LAST_PAUSE:  # it lasted
                pause = first_pause
            pause = max(pause, first_pause)
            # Jitter, so that not all clients come back at once.
            await asyncio.sleep(pause * random.uniform(0.5, 1))
            pause = min(LAST_PAUSE, pause * 2)


if __name__ == '__main__':
    try:
        asyncio.run(main())
    except asyncio.CancelledError:
        pass  # by a signal
