"""Client of Server-Sent Events in answer to POST. After a loss it asks with the
same idempotency key for what comes after the last event; "done" ends the
answer."""
import asyncio
import codecs
import os
import random
import re
import signal
import uuid

import aiohttp

ENDPOINT = '{{endpoint}}'
# The server should send a comment more often than this.
SILENCE_SECONDS = '{{silence}}'
MAX_EVENT_CHARS = 2**20
MAX_TRIES = 10  # without an event in between
FIRST_PAUSE, LAST_PAUSE = 0.5, 30  # seconds
PASSING = {408, 425, 429, 500, 502, 503, 504}


class Refused(Exception):
    pass


async def receive(piece):
    print(piece, flush=True)  # your code here


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
            raise OSError('line too long')


async def read(lines):
    """Whole events, as HTML has them: name, id and data."""
    event, data, size, event_id = '', [], 0, ''
    async for line in lines:
        field, _, value = line.partition(':')
        value = value.removeprefix(' ')
        if line == '':
            if data:
                yield event or 'message', event_id, '\n'.join(data)
            event, data, size = '', [], 0
        elif field == 'event':
            event = value
        elif field == 'data':
            data.append(value)
            size += len(value) + 1
        elif field == 'id' and re.fullmatch('[ -~]{,1024}', value):
            event_id = value  # it fits into a header
        if size > MAX_EVENT_CHARS:
            raise OSError('event too large')


async def follow(session, question, place):
    """One connection, to the end of the answer."""
    headers = {'Idempotency-Key': place['key']}
    if place['last_id']:
        headers['Last-Event-ID'] = place['last_id']
    async with session.post(
            ENDPOINT, json=question, headers=headers,
            allow_redirects=False) as response:
        status, kind = response.status, response.content_type
        if status != 200 or kind != 'text/event-stream':
            error = OSError if status in PASSING else Refused
            raise error(f'refused: {status}, {kind}')
        async for event, event_id, data in read(split(response.content)):
            if event == 'done':
                return
            if event == 'failed':
                raise Refused('the server failed')
            if event == 'message':  # what fails in your code comes again
                await receive(data)
            place['last_id'] = event_id or place['last_id']
    raise OSError('stream ended early')


async def ask(session, question):
    place = {'key': str(uuid.uuid4()), 'last_id': ''}
    tries, pause = 0, FIRST_PAUSE
    while True:
        before = place['last_id']
        try:
            return await follow(session, question, place)
        except Refused:
            raise
        except Exception as error:  # the server's, or yours
            # An event counts, but the pause goes on growing.
            tries = tries + 1 if place['last_id'] == before else 0
            if tries > MAX_TRIES:
                raise
            # Jitter, so that not all clients come back at once.
            delay = pause * random.uniform(0.5, 1)
            print(f'{error!r}; again in {delay:.1f} s', flush=True)
        await asyncio.sleep(delay)
        pause = min(LAST_PAUSE, pause * 2)


async def main():
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: loop.call_soon_threadsafe(task.cancel))
    timeout = aiohttp.ClientTimeout(
        total=None, sock_connect=10, sock_read=SILENCE_SECONDS)
    headers = {'Accept': 'text/event-stream'}
    if token := os.environ.get('TOKEN'):  # secrets come from the environment
        headers['Authorization'] = f'Bearer {token}'
    async with aiohttp.ClientSession(
            headers=headers, timeout=timeout) as session:
        while True:
            try:
                await ask(session, {'question': 'What time is it?'})
                print('answered', flush=True)
            except Exception as error:
                print(f'failed: {error!r}', flush=True)
            await asyncio.sleep(2)


if __name__ == '__main__':
    try:
        asyncio.run(main())
    except asyncio.CancelledError:
        pass  # by a signal
