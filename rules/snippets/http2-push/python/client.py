"""HTTP/2 client that accepts server push. Push brings resources that belong to a request; it is no channel for events,
and browsers have dropped it. For events to a client take SSE or WebSocket."""
import random
import socket
import ssl
import sys
import time
from urllib.parse import urlsplit

import h2.config
import h2.connection
import h2.events

ENDPOINT = '{{endpoint}}'
PATH = '{{path}}'
MAX_BODY_BYTES = 2**20
TIMEOUT_SECONDS = 10


def receive(path, body):
    print(f'{path}: {body.decode("utf-8", "replace")}', flush=True)  # your code here, for the answer and for pushes


def open_socket(url):
    port = url.port or (443 if url.scheme == 'https' else 80)
    plain = socket.create_connection((url.hostname, port), timeout=TIMEOUT_SECONDS)
    if url.scheme != 'https':
        return plain
    context = ssl.create_default_context()
    context.set_alpn_protocols(['h2'])
    secure = context.wrap_socket(plain, server_hostname=url.hostname)
    if secure.selected_alpn_protocol() != 'h2':
        raise OSError('the server does not speak HTTP/2')
    return secure


def fetch():
    url = urlsplit(ENDPOINT)
    with open_socket(url) as sock:
        config = h2.config.H2Configuration(client_side=True, header_encoding='utf-8')
        connection = h2.connection.H2Connection(config)
        connection.initiate_connection()  # its settings allow push
        names = [(':method', 'GET'), (':scheme', url.scheme), (':authority', url.netloc), (':path', PATH)]
        connection.send_headers(1, names, end_stream=True)
        sock.sendall(connection.data_to_send())
        paths, bodies = {1: PATH}, {1: bytearray()}
        while bodies:
            data = sock.recv(65536)
            if not data:
                raise OSError('connection lost')
            for event in connection.receive_data(data):
                stream = getattr(event, 'stream_id', None)
                if isinstance(event, h2.events.PushedStreamReceived):
                    paths[event.pushed_stream_id] = dict(event.headers)[':path']
                    bodies[event.pushed_stream_id] = bytearray()
                elif isinstance(event, h2.events.DataReceived):
                    bodies[stream] += event.data
                    connection.acknowledge_received_data(event.flow_controlled_length, stream)
                    if len(bodies[stream]) > MAX_BODY_BYTES:
                        raise OSError(f'{paths[stream]} is too large')
                elif isinstance(event, h2.events.StreamEnded):
                    receive(paths[stream], bytes(bodies.pop(stream)))
                elif isinstance(event, (h2.events.StreamReset, h2.events.ConnectionTerminated)):
                    raise OSError(f'refused ({event.error_code})')
            sock.sendall(connection.data_to_send())


def main(attempts=5):
    for attempt in range(1, attempts + 1):
        try:
            return fetch()
        except OSError as error:
            print(f'error: {error}', file=sys.stderr, flush=True)
        time.sleep(0.5 * 2**attempt * (0.5 + random.random() / 2))  # jitter: not all clients at once
    sys.exit(1)


if __name__ == '__main__':
    main()
