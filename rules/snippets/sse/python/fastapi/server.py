"""Server-Sent Events from FastAPI, which sends a comment every 15 s itself:
replays what a client missed, ends the stream of one that reads too slowly."""
import asyncio
import datetime
import hmac
import os
import re
import signal
import time
from collections import deque

import uvicorn
from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.middleware.cors import CORSMiddleware
from fastapi.sse import (
    EventSourceResponse, ServerSentEvent, format_sse_event)

PORT = '{{port}}'
PATH = '{{path}}'
ORIGIN = '{{origin}}'  # the site whose pages may read the stream
MAX_EVENT_BYTES = 2**20  # clients refuse larger ones

recent = deque(maxlen='{{replay}}')  # events kept for clients that come back
clients = set()  # the backlog of events of each
# Grows across restarts, so that an old id is never ahead of a new one.
last_id = int(time.time() * 1000)


def publish(data: str) -> None:
    global last_id
    if len(format_sse_event(data_str=data)) > MAX_EVENT_BYTES:
        raise ValueError('event too large')
    last_id += 1
    event = ServerSentEvent(raw_data=data, id=str(last_id))
    recent.append(event)
    send(event)


def send(event: ServerSentEvent) -> None:
    for backlog in list(clients):
        try:
            backlog.put_nowait(event)
        except asyncio.QueueFull:  # it comes back and asks for what it missed
            clients.discard(backlog)


def check(request: Request) -> None:
    token = os.environ.get('TOKEN')  # secrets come from the environment
    given = request.headers.get('Authorization', '').encode()
    if token and not hmac.compare_digest(given, f'Bearer {token}'.encode()):
        raise HTTPException(401)


app = FastAPI(dependencies=[Depends(check)])
app.add_middleware(
    CORSMiddleware, allow_origins=[ORIGIN], allow_credentials=True)


@app.get(PATH, response_class=EventSourceResponse)
async def stream(request: Request):
    last = request.headers.get('Last-Event-ID', '')
    after = int(last) if re.fullmatch('[0-9]{1,20}', last) else last_id
    backlog = asyncio.Queue(256)  # events
    clients.add(backlog)
    try:
        for event in [one for one in recent if int(one.id) > after]:
            yield event
        while backlog in clients:
            yield await backlog.get()
    finally:
        clients.discard(backlog)


async def tick() -> None:
    while True:
        await asyncio.sleep(1)
        try:
            publish(datetime.datetime.now().isoformat())  # your code here
        except Exception as error:  # the next tick tries again
            print(f'error: {error!r}', flush=True)


class Server(uvicorn.Server):
    async def startup(self, sockets=None) -> None:
        await super().startup(sockets)
        self.ticker = asyncio.create_task(tick())

    async def shutdown(self, sockets=None) -> None:
        send(ServerSentEvent(comment='bye'))  # wakes streams: they are over
        clients.clear()
        await super().shutdown(sockets)


if __name__ == '__main__':
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C is no exception
    Server(uvicorn.Config(app, host='', port=PORT, limit_concurrency=10_000,
                          timeout_graceful_shutdown=1)).run()
