"""Signalling server for WebRTC peers: relays each message to the other one in
the room. Payloads do not pass here. TLS belongs to the proxy in front of it.
Peers behind strict firewalls need a TURN server besides."""
import asyncio
import hmac
import http
import os
import signal
from urllib.parse import parse_qs, urlsplit

from websockets.asyncio.server import serve
from websockets.exceptions import ConnectionClosed

PORT = '{{port}}'
# The only site whose pages may connect; other programs send no origin.
ORIGIN = '{{origin}}'
OPTIONS = {
    'origins': [ORIGIN, None],
    'ping_interval': 25,
    'ping_timeout': 10,
    'max_size': 2**16,
    'max_queue': 32,
    'close_timeout': 1,
}
ROOM_LIMIT = 2  # peers

rooms = {}


def check(connection, request):
    """Refuses a handshake with an answer; None accepts it."""
    token = os.environ.get('TOKEN')  # secrets come from the environment
    given = ' '.join(request.headers.get_all('Authorization')).encode()
    if token and not hmac.compare_digest(given, f'Bearer {token}'.encode()):
        return connection.respond(http.HTTPStatus.UNAUTHORIZED, '')


async def relay(socket):
    query = parse_qs(urlsplit(socket.request.path).query)
    name = query.get('room', [''])[0]  # your code here: who may enter it
    room = rooms.setdefault(name, set())
    if len(room) >= ROOM_LIMIT:
        return await socket.close(1008, 'room is full')
    room.add(socket)
    try:
        async for message in socket:
            for other in room - {socket}:
                await other.send(message)  # waits for a slow one
    except ConnectionClosed:
        pass  # one of the two is gone
    finally:
        room.discard(socket)
        if not room and rooms.get(name) is room:
            del rooms[name]


async def main():
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    # Not loop.add_signal_handler: that is for Unix only.
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: loop.call_soon_threadsafe(stop.set))
    async with serve(relay, None, PORT, process_request=check, **OPTIONS):
        print(f'listening on {PORT}', flush=True)
        await stop.wait()


if __name__ == '__main__':
    asyncio.run(main())
