"""WebSocket server: broadcasts to everybody, notices dead links, drops clients
that read too slowly. TLS belongs to the proxy in front of it."""
import asyncio
import signal

import websockets

PORT = '{{port}}'
# The only site whose pages may connect; other programs send no origin.
ORIGIN = '{{origin}}'
OPTIONS = {
    'origins': [ORIGIN, None],
    'ping_interval': '{{heartbeat}}',
    'max_size': 2**16,
}
BACKLOG_LIMIT = 256  # messages per client

clients = {}


def publish(message, sender=None):
    for socket, backlog in list(clients.items()):
        try:
            if socket is not sender:
                backlog.put_nowait(message)
        except asyncio.QueueFull:  # better to lose one client than memory
            clients.pop(socket, None)
            asyncio.ensure_future(socket.close(1013, 'too slow'))


async def write(socket, backlog):
    while True:
        await socket.send(await backlog.get())


async def serve(socket):
    backlog = clients[socket] = asyncio.Queue(BACKLOG_LIMIT)
    writer = asyncio.create_task(write(socket, backlog))
    try:
        async for message in socket:
            publish(message, sender=socket)  # your code here
    except websockets.ConnectionClosedError as error:
        print(f'client: {error}', flush=True)
    finally:
        clients.pop(socket, None)
        writer.cancel()


async def main():
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    # Not loop.add_signal_handler: that is for Unix only.
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: loop.call_soon_threadsafe(stop.set))
    async with websockets.serve(serve, None, PORT, **OPTIONS):
        print(f'listening on {PORT}', flush=True)
        await stop.wait()  # after this clients see 1001, and come back


asyncio.run(main())
