"""WebTransport server over HTTP/3, and WebSocket for clients without UDP.
Values go as datagrams: some are lost, none waits for an older one. Messages go
on a stream each: none is lost, and none waits for another."""
import asyncio
import hashlib
import os
import signal
import ssl
import sys

from aioquic.asyncio import QuicConnectionProtocol, serve
from aioquic.h3 import events
from aioquic.h3.connection import H3_ALPN, H3Connection
from aioquic.quic.configuration import QuicConfiguration
from aioquic.quic.events import ConnectionTerminated, ProtocolNegotiated
from websockets.asyncio.server import serve as serve_websocket
from websockets.exceptions import ConnectionClosed

PORT = '{{port}}'  # UDP, which the firewall must pass
FALLBACK_PORT = '{{fallback-port}}'  # TCP; a proxy terminates TLS
PATH = '{{path}}'
ORIGIN = '{{origin}}'  # the only site whose pages may connect
MAX_MESSAGE_BYTES = 2**16
MAX_UNFINISHED = 16  # unfinished messages of a client
MAX_BACKLOG_BYTES = 2**20  # per WebSocket
MAX_CLIENTS = 1000
IDLE_SECONDS = 20  # after which a silent client is dropped

clients = set()


def publish(data, is_value, sender=None):
    for client in clients - {sender}:
        client.give(data, is_value)


class Session(QuicConnectionProtocol):
    """One page. WebTransport sends no cookies and no custom headers: the first
    message, or a short-lived ticket in the path, must identify the user."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.http, self.id, self.unfinished = None, None, {}

    def give(self, data, is_value):
        if is_value:
            self.http.send_datagram(self.id, data)
        else:
            stream = self.http.create_webtransport_stream(
                self.id, is_unidirectional=True)
            self._quic.send_stream_data(stream, data, end_stream=True)
        self.transmit()

    def quic_event_received(self, event):
        if isinstance(event, ProtocolNegotiated):
            self.http = H3Connection(self._quic, enable_webtransport=True)
        elif isinstance(event, ConnectionTerminated):
            clients.discard(self)
        for one in self.http.handle_event(event) if self.http else []:
            if isinstance(one, events.HeadersReceived):
                self.answer(one.stream_id, dict(one.headers))
            elif self.id is None:
                continue
            elif isinstance(one, events.DatagramReceived):
                publish(one.data, True, self)  # your code here
            elif isinstance(one, events.WebTransportStreamDataReceived):
                self.collect(one)

    def answer(self, stream, headers):
        kind = headers.get(b':method'), headers.get(b':protocol')
        status = b'200'
        if kind != (b'CONNECT', b'webtransport') or self.id is not None:
            status = b'400'
        elif headers.get(b':path', b'').split(b'?')[0] != PATH.encode():
            status = b'404'
        elif headers.get(b'origin') != ORIGIN.encode():
            status = b'403'
        elif len(clients) >= MAX_CLIENTS:
            status = b'503'
        else:
            self.id = stream
            clients.add(self)
        draft = (b'sec-webtransport-http3-draft', b'draft02')
        head = [(b':status', status), draft]
        self.http.send_headers(stream, head, end_stream=status != b'200')
        self.transmit()

    def collect(self, part):
        data = self.unfinished.pop(part.stream_id, b'') + part.data
        is_much = len(self.unfinished) >= MAX_UNFINISHED
        if is_much or len(data) > MAX_MESSAGE_BYTES:
            self.close()
        elif part.stream_ended:
            publish(data, False, self)  # your code here
        else:
            self.unfinished[part.stream_id] = data


class Fallback:
    def __init__(self, socket):
        self.socket, self.tasks = socket, set()

    def give(self, data, is_value):
        backlog = self.socket.transport.get_write_buffer_size()
        if is_value and backlog > 0:
            return  # the next one is newer
        if backlog > MAX_BACKLOG_BYTES:
            return self.socket.transport.abort()
        task = asyncio.create_task(self.send(data, is_value))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def send(self, data, is_value):
        try:
            await self.socket.send(data, text=not is_value)
        except ConnectionClosed:
            pass


async def talk(socket):
    client = Fallback(socket)
    if len(clients) >= MAX_CLIENTS:
        return await socket.close(1013)  # try again later
    clients.add(client)
    try:
        async for message in socket:  # text: a message; binary: a value
            is_value = isinstance(message, bytes)
            data = message if is_value else message.encode()
            publish(data, is_value, client)
    except ConnectionClosed as error:
        print(f'client: {error}', flush=True)
    finally:
        clients.discard(client)


async def tick():
    while True:
        await asyncio.sleep(1)
        time = str(asyncio.get_running_loop().time())
        try:
            publish(time.encode(), True)  # your code here
        except Exception as error:  # the next tick tries again
            print(f'error: {error!r}', flush=True)


def load_certificate():
    files = os.environ.get('TLS_CERT_FILE'), os.environ.get('TLS_KEY_FILE')
    if not all(files):
        sys.exit('set TLS_CERT_FILE and TLS_KEY_FILE; the README has a line '
                 'that makes some')
    configuration = QuicConfiguration(
        is_client=False, alpn_protocols=H3_ALPN,
        idle_timeout=IDLE_SECONDS, max_datagram_frame_size=65536)
    configuration.load_cert_chain(*files)
    with open(files[0]) as file:
        der = ssl.PEM_cert_to_DER_cert(file.read())
    print(f'certificate: {hashlib.sha256(der).hexdigest()}', flush=True)
    return configuration


async def main():
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    # Not loop.add_signal_handler: that is for Unix only.
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: loop.call_soon_threadsafe(stop.set))
    server = await serve('::', PORT, configuration=load_certificate(),
                         create_protocol=Session)
    limits = {'max_size': MAX_MESSAGE_BYTES, 'close_timeout': 1}
    async with serve_websocket(
            talk, None, FALLBACK_PORT, origins=[ORIGIN], **limits):
        print(f'listening on {PORT}', flush=True)
        ticker = asyncio.create_task(tick())
        await stop.wait()
        ticker.cancel()
        server.close()


if __name__ == '__main__':
    asyncio.run(main())
