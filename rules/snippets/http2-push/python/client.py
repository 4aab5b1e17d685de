"""HTTP/2 client that accepts server push. Push brings resources that belong to
a request; it is no channel for events, and browsers have dropped it. For
events to a client take SSE or WebSocket."""
import os
import random
import signal
import socket
import ssl
import sys
import time
from urllib.parse import urlsplit

import h2.config
import h2.connection
import h2.events
import h2.exceptions

ENDPOINT = '{{endpoint}}'
PATH = '{{path}}'
MAX_BODY_BYTES = 2**20
TIMEOUT_SECONDS = 10
ATTEMPTS = 5
GOAWAY = 7
PASSING = {'408', '429', '500', '502', '503', '504'}  # worth another attempt


def receive(path, body):
    """Gets the answer and what is pushed with it."""
    text = body.decode('utf-8', 'replace')
    print(f'{path}: {text}', flush=True)  # your code here


def open_socket(url):
    port = url.port or (443 if url.scheme == 'https' else 80)
    address = (url.hostname, port)
    plain = socket.create_connection(address, timeout=TIMEOUT_SECONDS)
    if url.scheme != 'https':
        return plain
    context = ssl.create_default_context()
    context.set_alpn_protocols(['h2'])
    secure = context.wrap_socket(plain, server_hostname=url.hostname)
    if secure.selected_alpn_protocol() != 'h2':
        raise OSError('the server does not speak HTTP/2')
    return secure


def ask(url):
    config = h2.config.H2Configuration(header_encoding='utf-8')
    connection = h2.connection.H2Connection(config)
    connection.initiate_connection()  # its settings allow push
    headers = [
        (':method', 'GET'),
        (':scheme', url.scheme),
        (':authority', url.netloc),
        (':path', PATH),
    ]
    if token := os.environ.get('TOKEN'):  # secrets come from the environment
        headers.append(('authorization', f'Bearer {token}'))
    connection.send_headers(1, headers, end_stream=True)
    return connection


def fetch():
    url = urlsplit(ENDPOINT)
    connection = ask(url)
    paths, bodies, buffer = {1: PATH}, {1: bytearray()}, bytearray()
    with open_socket(url) as sock:
        while bodies:
            sock.sendall(connection.data_to_send())
            data = sock.recv(65536)
            if not data:
                raise OSError('connection lost')
            buffer += data
            for frame in split(buffer):
                for event in connection.receive_data(frame):
                    take(event, connection, paths, bodies)
        sock.sendall(connection.data_to_send())


def split(buffer):
    """Takes whole frames out, but for a goodbye that still answers: after one
    h2 would read no more."""
    while len(buffer) >= 9:
        size = 9 + int.from_bytes(buffer[:3], 'big')
        if len(buffer) < size:
            return
        frame = bytes(buffer[:size])
        del buffer[:size]
        last_stream, code = frame[9:13], frame[13:17]
        if frame[3] != GOAWAY or any(code) or not any(last_stream):
            yield frame


def take(event, connection, paths, bodies):
    if isinstance(event, h2.events.PushedStreamReceived):
        paths[event.pushed_stream_id] = dict(event.headers)[':path']
        bodies[event.pushed_stream_id] = bytearray()
    elif isinstance(event, h2.events.DataReceived):
        stream = event.stream_id
        bodies[stream] += event.data
        size = event.flow_controlled_length
        connection.acknowledge_received_data(size, stream)
        if len(bodies[stream]) > MAX_BODY_BYTES:
            raise OSError(f'{paths[stream]} is too large')
    elif isinstance(event, h2.events.StreamEnded):
        stream = event.stream_id
        receive(paths[stream], bytes(bodies.pop(stream)))
    elif isinstance(event, h2.events.ResponseReceived):
        status = dict(event.headers)[':status']
        if not status.startswith('2'):
            kind = OSError if status in PASSING else SystemExit
            raise kind(f'answered {status}')
    elif isinstance(event, h2.events.StreamReset):
        if event.stream_id == 1:
            raise OSError(f'reset ({event.error_code})')
        bodies.pop(event.stream_id, None)  # a push that did not come
    elif isinstance(event, h2.events.ConnectionTerminated):
        raise OSError(f'going away ({event.error_code})')


def main():
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda number, _: sys.exit(128 + number))
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return fetch()
        except (OSError, h2.exceptions.ProtocolError) as error:
            print(f'error: {error}', file=sys.stderr, flush=True)
        # Jitter, so that not all clients come back at once.
        time.sleep(0.5 * 2**attempt * random.uniform(0.5, 1))
    sys.exit(1)


if __name__ == '__main__':
    main()
