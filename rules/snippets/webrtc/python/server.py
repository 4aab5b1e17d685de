"""Signalling server for WebRTC peers: relays each message to the other one in the room. Payloads do not pass here.

TLS belongs to the proxy in front of it. Peers behind strict firewalls need a TURN server besides."""
import asyncio
import signal
from urllib.parse import parse_qs, urlsplit

import websockets

PORT = '{{port}}'
ORIGIN = '{{origin}}'  # the only site whose pages may connect; programs other than browsers send none
ROOM_LIMIT = 2  # peers

rooms = {}


async def serve(socket):
    path = socket.request.path if hasattr(socket, 'request') else socket.path  # websockets 14 moved it
    name = parse_qs(urlsplit(path).query).get('room', [''])[0]
    room = rooms.setdefault(name, set())
    if len(room) >= ROOM_LIMIT:
        return await socket.close(1008, 'room is full')  # your code here: who may enter which room
    room.add(socket)
    try:
        async for message in socket:
            for other in room - {socket}:
                await other.send(message)
    except websockets.ConnectionClosed:
        pass  # one of the two is gone
    finally:
        room.discard(socket)
        if not room and rooms.get(name) is room:
            del rooms[name]


async def main():
    stop = asyncio.get_running_loop().create_future()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, lambda: stop.done() or stop.set_result(None))
    limits = {'ping_interval': 25, 'ping_timeout': 10, 'max_size': 2**16, 'max_queue': 32}
    async with websockets.serve(serve, None, PORT, origins=[ORIGIN, None], **limits):
        print(f'listening on {PORT}', flush=True)
        await stop


if __name__ == '__main__':
    asyncio.run(main())
