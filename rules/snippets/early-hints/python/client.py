"""Early Hints client: asks for a page as a browser does, prints which hints
come, and how long before the answer. Run it against a site to see whether its
proxies pass hints on. It speaks HTTP/2 alone, over TLS or without."""
import asyncio
import os
import re
import signal
import ssl
import sys
import time
from urllib.parse import urlsplit

import h2.config
import h2.connection
import h2.events
import h2.exceptions

ENDPOINT = '{{endpoint}}'
TIMEOUT_SECONDS = '{{timeout}}'
MAX_HINTS = 20  # answers with status 103

hinted = []
first_hint = 0


def links_of(headers):
    """A comma parts links, but not within the brackets of an address."""
    values = [value for name, value in headers if name == 'link']
    return re.split(r',\s*(?=<)', ','.join(values)) if values else []


def take_hint(headers):
    global first_hint
    first_hint = first_hint or time.monotonic()
    for link in links_of(headers):
        hinted.append(link)
        print(f'hint: {link}', flush=True)  # your code here


def take_answer(headers):
    status = dict(headers)[':status']
    print(f'answered: {status}', flush=True)
    if status != '200':
        raise OSError('no page')
    if not hinted:
        raise OSError('no hints')
    ahead = round((time.monotonic() - first_hint) * 1000)
    print(f'hints came {ahead} ms before the answer')
    for link in set(hinted) - set(links_of(headers)):
        print(f'not in the answer: {link}')


async def open_stream(url):
    if url.scheme == 'http':  # the server has to know that HTTP/2 comes
        return await asyncio.open_connection(url.hostname, url.port or 80)
    context = ssl.create_default_context()
    context.set_alpn_protocols(['h2'])
    return await asyncio.open_connection(
        url.hostname, url.port or 443, ssl=context)


async def ask(url):
    reader, writer = await open_stream(url)
    config = h2.config.H2Configuration(header_encoding='utf-8')
    connection = h2.connection.H2Connection(config)
    connection.initiate_connection()
    path = (url.path or '/') + (f'?{url.query}' if url.query else '')
    headers = [(':method', 'GET'), (':scheme', url.scheme),
               (':authority', url.netloc), (':path', path),
               ('accept', 'text/html'), ('sec-fetch-mode', 'navigate')]
    if token := os.environ.get('TOKEN'):  # secrets come from the environment
        headers.append(('authorization', f'Bearer {token}'))
    connection.send_headers(1, headers, end_stream=True)
    hints = 0
    while hints <= MAX_HINTS:
        writer.write(connection.data_to_send())
        data = await reader.read(65536)
        if not data:
            raise OSError('no answer')
        for event in connection.receive_data(data):
            if isinstance(event, h2.events.InformationalResponseReceived):
                hints += 1
                take_hint(event.headers)
            elif isinstance(event, h2.events.ResponseReceived):
                return take_answer(event.headers)
            elif isinstance(event, h2.events.StreamReset):
                raise OSError(f'reset ({event.error_code})')
    raise OSError('hints without end')


async def main():
    async with asyncio.timeout(TIMEOUT_SECONDS):
        await ask(urlsplit(ENDPOINT))


if __name__ == '__main__':
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda number, _: os._exit(128 + number))
    try:
        asyncio.run(main())
    except (OSError, h2.exceptions.ProtocolError) as error:
        sys.exit(f'error: {error!r}')
