"""Server-Sent Events client: resumes after the last event seen, backs off,
gives up on a silent connection."""
import asyncio
import os
import random

import aiohttp

ENDPOINT = '{{endpoint}}'
EVENT = '{{event}}'
# The server should send a comment more often than this.
SILENCE_SECONDS = '{{silence}}'
MAX_LINE_BYTES = 2**20
FAILURES = (aiohttp.ClientError, asyncio.TimeoutError, ValueError)

last_event_id = ''
retry_seconds = 1.0
failures = 0


async def receive(data):
    print(data, flush=True)  # your code here


async def read(stream):
    """Fields line by line, as HTML has it; an empty line ends an event."""
    global last_event_id, retry_seconds
    event, data, event_id = '', [], last_event_id
    async for raw in stream:
        line = raw.decode('utf-8', 'replace').rstrip('\r\n')
        field, _, value = line.partition(':')
        value = value[1:] if value.startswith(' ') else value
        if line == '':
            last_event_id = event_id
            if data and (event or 'message') == EVENT:
                await receive('\n'.join(data))
            event, data = '', []
        elif field == 'event':
            event = value
        elif field == 'data':
            data.append(value)
        elif field == 'id' and '\0' not in value:
            event_id = value
        elif field == 'retry' and value.isdecimal():
            retry_seconds = int(value) / 1000


async def follow(session):
    """Reads one connection to its end; returns whether to come back."""
    global failures
    resume = {'Last-Event-ID': last_event_id} if last_event_id else {}
    async with session.get(ENDPOINT, headers=resume) as response:
        if response.status == 204:  # how a server says: no more to come
            return False
        response.raise_for_status()
        if response.content_type != 'text/event-stream':
            raise ValueError(f'no event stream but {response.content_type}')
        print('connected', flush=True)
        failures = 0
        await read(response.content)
        print('stream ended', flush=True)
        return True


async def main():
    global failures
    timeout = aiohttp.ClientTimeout(
        total=None, sock_connect=10, sock_read=SILENCE_SECONDS)
    options = {'timeout': timeout, 'read_bufsize': MAX_LINE_BYTES}
    headers = {'Accept': 'text/event-stream'}
    if os.environ.get('TOKEN'):  # secrets come from the environment
        headers['Authorization'] = f'Bearer {os.environ["TOKEN"]}'
    async with aiohttp.ClientSession(headers=headers, **options) as session:
        while True:
            try:
                if not await follow(session):
                    return
            except FAILURES as error:
                print(f'error: {error!r}', flush=True)
            ceiling = min(30, retry_seconds * 2**failures)
            failures += 1
            # Jitter, so that not all clients come back at once.
            await asyncio.sleep(ceiling * random.uniform(0.5, 1))


if __name__ == '__main__':
    asyncio.run(main())
