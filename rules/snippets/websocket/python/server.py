"""WebSocket server: broadcasts to everybody, notices dead links, drops clients
that read too slowly. TLS belongs to the proxy in front of it."""
import asyncio
import hmac
import http
import os
import signal

from websockets.asyncio.server import broadcast, serve
from websockets.exceptions import ConnectionClosed

PORT = '{{port}}'
# The only site whose pages may connect; other programs send no origin.
ORIGIN = '{{origin}}'
HEARTBEAT_SECONDS = '{{heartbeat}}'
MAX_BACKLOG_BYTES = 2**20  # per client
MAX_CLIENTS = 10_000

clients = set()


def check(connection, request):
    """Refuses a handshake with an answer; None accepts it."""
    if len(clients) >= MAX_CLIENTS:
        return connection.respond(http.HTTPStatus.SERVICE_UNAVAILABLE, '')
    token = os.environ.get('TOKEN')  # secrets come from the environment
    given = ' '.join(request.headers.get_all('Authorization')).encode()
    if token and not hmac.compare_digest(given, f'Bearer {token}'.encode()):
        return connection.respond(http.HTTPStatus.UNAUTHORIZED, '')


def publish(message, sender=None):
    for socket in clients:
        # Better to lose one client than the server's memory.
        if socket.transport.get_write_buffer_size() > MAX_BACKLOG_BYTES:
            socket.transport.abort()
    broadcast(clients - {sender}, message)


async def talk(socket):
    clients.add(socket)
    try:
        async for message in socket:
            # Pages cannot send ping frames: this is how they ask.
            if message == '{"type":"ping"}':
                await socket.send('{"type":"pong"}')
            else:
                publish(message, sender=socket)  # your code here
    except ConnectionClosed as error:
        print(f'client: {error}', flush=True)
    finally:
        clients.discard(socket)


async def main():
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    # Not loop.add_signal_handler: that is for Unix only.
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: loop.call_soon_threadsafe(stop.set))
    options = {
        'origins': [ORIGIN, None],
        'process_request': check,
        'ping_interval': HEARTBEAT_SECONDS,
        'ping_timeout': HEARTBEAT_SECONDS,
        'close_timeout': 1,  # second
        'max_size': 2**16,  # bytes
    }
    async with serve(talk, None, PORT, **options):
        print(f'listening on {PORT}', flush=True)
        await stop.wait()  # after this clients see 1001, and come back


if __name__ == '__main__':
    asyncio.run(main())
