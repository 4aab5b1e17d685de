"""WebSocket in FastAPI: broadcasts to everybody, notices dead links, drops
clients that read too slowly. TLS belongs to the proxy in front of it."""
import asyncio
import hmac
import os

import uvicorn
from fastapi import Depends, FastAPI, HTTPException, WebSocket
from fastapi import WebSocketDisconnect
from fastapi.requests import HTTPConnection

PORT = '{{port}}'
# The only site whose pages may connect; other programs send no origin.
ORIGIN = '{{origin}}'
HEARTBEAT_SECONDS = '{{heartbeat}}'
MAX_BYTES = 2**16  # of a message
MAX_BACKLOG = 16  # messages for one client
MAX_CLIENTS = 10_000

clients = {}  # socket to the backlog of its messages, and who writes them


def check(connection: HTTPConnection) -> None:
    """Refuses a handshake with an answer."""
    if connection.headers.get('Origin', ORIGIN) != ORIGIN:
        raise HTTPException(403)
    if len(clients) >= MAX_CLIENTS:
        raise HTTPException(503)
    token = os.environ.get('TOKEN')  # secrets come from the environment
    given = connection.headers.get('Authorization', '').encode()
    if token and not hmac.compare_digest(given, f'Bearer {token}'.encode()):
        raise HTTPException(401)


def send(socket: WebSocket, **content: str | bytes | None) -> None:
    backlog, writer = clients[socket]
    try:
        backlog.put_nowait({'type': 'websocket.send', **content})
    except asyncio.QueueFull:  # better to lose it than the server's memory
        del clients[socket]
        writer.cancel()


def publish(sender: WebSocket | None = None, **content) -> None:
    for socket in list(clients):
        if socket is not sender:
            send(socket, **content)


async def read(socket: WebSocket) -> None:
    while (message := await socket.receive())['type'] == 'websocket.receive':
        text, data = message.get('text'), message.get('bytes')
        # Pages cannot send ping frames: this is how they ask.
        if text != '{"type":"ping"}':
            publish(sender=socket, text=text, bytes=data)  # your code here
        elif socket in clients:
            send(socket, text='{"type":"pong"}')


async def write(socket: WebSocket, backlog: asyncio.Queue) -> None:
    try:
        while True:  # waits while the client reads slowly
            await socket.send(await backlog.get())
    except (RuntimeError, WebSocketDisconnect):
        pass  # it is closing


app = FastAPI()


@app.websocket('/', dependencies=[Depends(check)])
async def talk(socket: WebSocket) -> None:
    await socket.accept()
    backlog = asyncio.Queue(MAX_BACKLOG)
    writer = asyncio.create_task(write(socket, backlog))
    reader = asyncio.create_task(read(socket))
    clients[socket] = backlog, writer
    # Where one of them ends, the connection does.
    await asyncio.wait([reader, writer], return_when=asyncio.FIRST_COMPLETED)
    clients.pop(socket, None)
    reader.cancel()
    writer.cancel()


if __name__ == '__main__':
    uvicorn.run(
        app, host='', port=PORT, ws_max_size=MAX_BYTES,
        ws_ping_interval=HEARTBEAT_SECONDS, ws_ping_timeout=HEARTBEAT_SECONDS,
        timeout_graceful_shutdown=1)  # clients see 1012, and come back
