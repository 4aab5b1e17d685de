"""WebSocket server: broadcasts to everybody, notices dead links, drops clients that read too slowly.

TLS belongs to the proxy in front of it; let that proxy pass the Upgrade header."""
import asyncio
import signal

import websockets

PORT = '{{port}}'
ORIGIN = '{{origin}}'  # the only site whose pages may connect; programs other than browsers send none
HEARTBEAT_SECONDS = '{{heartbeat}}'
BACKLOG_LIMIT = 256  # messages per client

clients = {}


def publish(message, sender=None):
    for socket, backlog in list(clients.items()):
        if socket is sender:
            continue
        try:
            backlog.put_nowait(message)
        except asyncio.QueueFull:  # better to lose one client than the server's memory
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
    stop = asyncio.get_running_loop().create_future()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, lambda: stop.done() or stop.set_result(None))
    limits = {'ping_interval': HEARTBEAT_SECONDS, 'ping_timeout': 10, 'max_size': 2**16, 'max_queue': 32}
    async with websockets.serve(serve, None, PORT, origins=[ORIGIN, None], **limits):
        print(f'listening on {PORT}', flush=True)
        await stop  # leaving the block closes every connection with 1001: clients come back, with jitter


if __name__ == '__main__':
    asyncio.run(main())
