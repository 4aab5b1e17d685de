"""HTTP/2 server that pushes a style sheet with its page, to clients that still
accept push. Browsers accept none."""
import asyncio
import hmac
import os
import signal
import ssl

import h2.config
import h2.connection
import h2.events
import h2.exceptions

PORT = '{{port}}'
PATH = '{{path}}'
IDLE_SECONDS = 60
FAILURES = (OSError, asyncio.TimeoutError, h2.exceptions.ProtocolError)

html = b'<!doctype html><link rel="stylesheet" href="/style.css"><p>Hello'
page = ('text/html; charset=utf-8', html)  # your code here
resources = {'/style.css': ('text/css', b'p { color: green }')}


class Conversation:
    """One connection. Bodies go out as far as the client's flow control
    window allows."""

    def __init__(self, writer):
        config = h2.config.H2Configuration(
            client_side=False, header_encoding='utf-8')
        self.h2 = h2.connection.H2Connection(config)
        self.writer = writer
        self.unsent = {}

    def respond(self, stream, status, kind, body):
        self.h2.send_headers(stream, [
            (':status', str(status)),
            ('content-type', kind),
            ('content-length', str(len(body))),
        ])
        self.unsent[stream] = memoryview(body)

    def answer(self, stream, headers):
        asked = dict(headers)
        path = asked.get(':path')
        found = page if path == PATH else resources.get(path)
        token = os.environ.get('TOKEN')  # secrets come from the environment
        given = asked.get('authorization', '').encode()
        if token and not hmac.compare_digest(given, f'Bearer {token}'.encode()):
            return self.respond(stream, 401, 'text/plain', b'no')
        if asked.get(':method') != 'GET' or found is None:
            return self.respond(stream, 404, 'text/plain', b'not here')
        accepts = self.h2.remote_settings.enable_push
        for name in resources if found is page and accepts else []:
            # Promised before the page, which names them.
            promise = self.h2.get_next_available_stream_id()
            request = {**asked, ':path': name}
            self.h2.push_stream(stream, promise, list(request.items()))
            self.respond(promise, 200, *resources[name])
        self.respond(stream, 200, *found)

    def send(self, stream):
        while (room := self.h2.local_flow_control_window(stream)) > 0:
            body = self.unsent[stream]
            size = min(len(body), room, self.h2.max_outbound_frame_size)
            last = size == len(body)
            self.h2.send_data(stream, bytes(body[:size]), end_stream=last)
            self.unsent[stream] = body[size:]
            if last:
                del self.unsent[stream]
                return

    def flush(self):
        for stream in list(self.unsent):
            try:
                self.send(stream)
            except h2.exceptions.StreamClosedError:
                del self.unsent[stream]  # the client refused it
        self.writer.write(self.h2.data_to_send())

    async def run(self, reader):
        self.h2.initiate_connection()
        self.flush()
        while True:
            async with asyncio.timeout(IDLE_SECONDS):
                data = await reader.read(65536)
            if not data:
                return
            for event in self.h2.receive_data(data):
                if isinstance(event, h2.events.RequestReceived):
                    self.answer(event.stream_id, event.headers)
                elif isinstance(event, h2.events.StreamReset):
                    self.unsent.pop(event.stream_id, None)
            self.flush()
            await self.writer.drain()


async def serve(reader, writer):
    try:
        await Conversation(writer).run(reader)
    except FAILURES as error:
        print(f'client: {error!r}', flush=True)
    finally:
        writer.close()


def load_certificate():
    if not os.environ.get('TLS_CERT_FILE'):
        return None  # for programs; browsers speak HTTP/2 over TLS only
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    certificate = os.environ['TLS_CERT_FILE']
    context.load_cert_chain(certificate, os.environ.get('TLS_KEY_FILE'))
    context.set_alpn_protocols(['h2'])
    return context


async def main():
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    # Not loop.add_signal_handler: that is for Unix only.
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: loop.call_soon_threadsafe(stop.set))
    context = load_certificate()
    server = await asyncio.start_server(serve, None, PORT, ssl=context)
    print(f'listening on {PORT}', flush=True)
    await stop.wait()
    server.close()


if __name__ == '__main__':
    asyncio.run(main())
