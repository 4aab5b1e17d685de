"""WebRTC data channel between two peers that meet in a room of a signalling
server (a WebSocket that relays)."""
import asyncio
import json
import os
import random
import signal
import time
import uuid
from urllib.parse import quote

import aiortc
from aiortc.sdp import candidate_from_sdp
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

SIGNALLING = '{{endpoint}}'
ROOM = '{{room}}'
STUN = '{{stun}}'
CHANNEL = {
    'negotiated': True,
    'id': 0,
    'ordered': '{{ordered}}',
    'maxRetransmits': None if '{{reliable}}' else 0,
}
ME = str(uuid.uuid4())
FAILURES = (OSError, asyncio.TimeoutError, WebSocketException)
FIRST_PAUSE, LAST_PAUSE = 0.5, 30  # seconds


def receive(data):
    """Before you send a lot: wait while channel.bufferedAmount is high."""
    print(data, flush=True)  # your code here


def ice_servers():
    servers = [aiortc.RTCIceServer(STUN)] if STUN else []
    env = os.environ  # secrets come from the environment
    if env.get('TURN_URL'):
        servers.append(aiortc.RTCIceServer(
            env['TURN_URL'], env['TURN_USERNAME'], env['TURN_PASSWORD']))
    return servers


class Peer:
    def __init__(self):
        self.pc = None
        self.partner = None
        self.socket = None

    async def signal(self, **message):
        if self.socket:
            await self.socket.send(json.dumps({'from': ME, **message}))

    async def greet(self):
        self.partner = None
        await self.signal(hello='new')

    async def describe(self, description):
        # Gathers candidates, which travel in the description.
        await self.pc.setLocalDescription(description)
        local = self.pc.localDescription
        await self.signal(description={'type': local.type, 'sdp': local.sdp})

    async def handle(self, message):
        if message.get('hello'):
            await self.meet(message['from'], message['hello'])
        elif message.get('description') and self.pc:
            remote = aiortc.RTCSessionDescription(**message['description'])
            await self.pc.setRemoteDescription(remote)
            if remote.type == 'offer':
                await self.describe(await self.pc.createAnswer())
        elif message.get('candidate') and self.pc:
            await self.add(message['candidate'])

    async def meet(self, partner, hello):
        if hello == 'reply' and partner == self.partner:
            return  # both greeted at once
        self.partner = partner
        if hello == 'new':
            await self.signal(hello='reply')
        await self.open()
        if ME > partner:  # one of the two offers
            await self.describe(await self.pc.createOffer())

    async def add(self, candidate):
        if candidate.get('candidate'):  # the last one is empty
            ice = candidate_from_sdp(candidate['candidate'].split(':', 1)[1])
            ice.sdpMid = candidate.get('sdpMid')
            ice.sdpMLineIndex = candidate.get('sdpMLineIndex')
            await self.pc.addIceCandidate(ice)

    async def open(self):
        if self.pc:
            await self.pc.close()
        configuration = aiortc.RTCConfiguration(ice_servers())
        pc = self.pc = aiortc.RTCPeerConnection(configuration)
        channel = pc.createDataChannel('data', **CHANNEL)
        channel.on('open', lambda: channel.send(f'hello from {ME}'))
        channel.on('message', receive)

        @pc.on('connectionstatechange')
        async def changed():
            print(f'peer {pc.connectionState}', flush=True)
            if pc is self.pc and pc.connectionState == 'failed':
                await self.greet()  # start again with fresh candidates

    async def listen(self):
        if not self.pc or self.pc.connectionState != 'connected':
            await self.greet()
        async for text in self.socket:
            try:
                await self.handle(json.loads(text))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                print(f'signal: {error!r}', flush=True)  # not one of ours

    async def run(self):
        url = f'{SIGNALLING}?room={quote(ROOM, safe="")}'
        token = os.environ.get('TOKEN')
        headers = {'Authorization': f'Bearer {token}'} if token else {}
        options = {'max_size': 2**16, 'close_timeout': 1}
        pause = FIRST_PAUSE
        while True:
            started = time.monotonic()
            try:
                async with connect(
                        url, additional_headers=headers, **options) as socket:
                    self.socket = socket
                    await self.listen()
            except FAILURES as error:
                print(f'signalling: {error}', flush=True)
            self.socket = None  # the data channel does not need the server
            if time.monotonic() - started > LAST_PAUSE:  # it lasted
                pause = FIRST_PAUSE
            # Jitter, so that not all peers come back at once.
            await asyncio.sleep(pause * random.uniform(0.5, 1))
            pause = min(LAST_PAUSE, pause * 2)


async def main():
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: loop.call_soon_threadsafe(task.cancel))
    peer = Peer()
    try:
        await peer.run()
    except asyncio.CancelledError:  # by a signal
        if peer.pc:
            await asyncio.wait_for(peer.pc.close(), 1)


if __name__ == '__main__':
    asyncio.run(main())
