"""HTTP/2 server that pushes a style sheet with its page, to clients that still accept push. Browsers accept none."""
import asyncio
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

html = b'<!doctype html><link rel="stylesheet" href="/style.css"><p>Hello'  # your code here
page = ('text/html; charset=utf-8', html)
resources = {'/style.css': ('text/css', b'p { color: green }')}


class Conversation:
    """One connection. Bodies go out as far as the client's flow control window allows."""

    def __init__(self, writer):
        config = h2.config.H2Configuration(client_side=False, header_encoding='utf-8')
        self.h2 = h2.connection.H2Connection(config)
        self.writer = writer
        self.unsent = {}

    def respond(self, stream, status, kind, body):
        headers = [(':status', str(status)), ('content-type', kind), ('content-length', str(len(body)))]
        self.h2.send_headers(stream, headers)
        self.unsent[stream] = memoryview(body)

    def request(self, event):
        names = dict(event.headers)
        path = names.get(':path')
        found = page if path == PATH else resources.get(path)
        if names.get(':method') != 'GET' or found is None:
            return self.respond(event.stream_id, 404, 'text/plain', b'not here')
        pushed = resources if found is page and self.h2.remote_settings.enable_push else {}
        for name in pushed:  # promised before the page, which names them
            promise = self.h2.get_next_available_stream_id()
            asked = {**names, ':path': name}
            self.h2.push_stream(event.stream_id, promise, list(asked.items()))
            self.respond(promise, 200, *resources[name])
        self.respond(event.stream_id, 200, *found)

    def flush(self):
        for stream in list(self.unsent):
            try:
                while stream in self.unsent and (room := self.h2.local_flow_control_window(stream)) > 0:
                    body = self.unsent[stream]
                    size = min(len(body), room, self.h2.max_outbound_frame_size)
                    self.h2.send_data(stream, bytes(body[:size]), end_stream=size == len(body))
                    self.unsent[stream] = body[size:]
                    if size == len(body):
                        del self.unsent[stream]
            except h2.exceptions.StreamClosedError:
                del self.unsent[stream]  # the client refused it
        self.writer.write(self.h2.data_to_send())

    async def run(self, reader):
        self.h2.initiate_connection()
        self.flush()
        while True:
            data = await asyncio.wait_for(reader.read(65536), IDLE_SECONDS)
            if not data:
                return
            for event in self.h2.receive_data(data):
                if isinstance(event, h2.events.RequestReceived):
                    self.request(event)
                elif isinstance(event, h2.events.StreamReset):
                    self.unsent.pop(event.stream_id, None)
            self.flush()
            await self.writer.drain()


async def serve(reader, writer):
    try:
        await Conversation(writer).run(reader)
    except (OSError, asyncio.TimeoutError, h2.exceptions.ProtocolError) as error:
        print(f'client: {error!r}', flush=True)
    finally:
        writer.close()


async def main():
    context = None
    if os.environ.get('TLS_CERT_FILE'):  # browsers speak HTTP/2 over TLS only
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(os.environ['TLS_CERT_FILE'], os.environ.get('TLS_KEY_FILE'))
        context.set_alpn_protocols(['h2'])
    stop = asyncio.get_running_loop().create_future()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, lambda: stop.done() or stop.set_result(None))
    server = await asyncio.start_server(serve, None, PORT, ssl=context)
    print(f'listening on {PORT}', flush=True)
    await stop
    server.close()


if __name__ == '__main__':
    asyncio.run(main())
