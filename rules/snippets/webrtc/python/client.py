"""WebRTC data channel between two peers that meet in a room of a signalling server (a WebSocket that relays)."""
import asyncio
import json
import os
import random
import uuid
from urllib.parse import quote

import websockets
from aiortc import RTCConfiguration, RTCIceServer, RTCPeerConnection, RTCSessionDescription
from aiortc.sdp import candidate_from_sdp

SIGNALLING = '{{endpoint}}'
ROOM = '{{room}}'
STUN = '{{stun}}'
CHANNEL = {'negotiated': True, 'id': 0, 'ordered': '{{ordered}}', 'maxRetransmits': None if '{{reliable}}' else 0}
ME = str(uuid.uuid4())


def receive(data):
    print(data, flush=True)  # your code here


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
        await self.pc.setLocalDescription(description)  # gathers candidates, which travel in the description
        local = self.pc.localDescription
        await self.signal(description={'type': local.type, 'sdp': local.sdp})

    async def handle(self, message):
        hello, description, candidate = (message.get(key) for key in ('hello', 'description', 'candidate'))
        if hello:
            if hello == 'reply' and message['from'] == self.partner:
                return  # both greeted at once
            self.partner = message['from']
            if hello == 'new':
                await self.signal(hello='reply')
            await self.open()
            if ME > self.partner:  # one of the two offers
                await self.describe(await self.pc.createOffer())
        elif description and self.pc:
            await self.pc.setRemoteDescription(RTCSessionDescription(description['sdp'], description['type']))
            if description['type'] == 'offer':
                await self.describe(await self.pc.createAnswer())
        elif candidate and candidate.get('candidate') and self.pc:
            ice = candidate_from_sdp(candidate['candidate'].split(':', 1)[1])
            ice.sdpMid, ice.sdpMLineIndex = candidate.get('sdpMid'), candidate.get('sdpMLineIndex')
            await self.pc.addIceCandidate(ice)

    async def open(self):
        if self.pc:
            await self.pc.close()
        servers = [RTCIceServer(STUN)] if STUN else []
        env = os.environ  # secrets come from the environment, never from the source
        if env.get('TURN_URL'):
            servers.append(RTCIceServer(env['TURN_URL'], env['TURN_USERNAME'], env['TURN_PASSWORD']))
        pc = self.pc = RTCPeerConnection(RTCConfiguration(servers))
        channel = pc.createDataChannel('data', **CHANNEL)
        channel.on('open', lambda: channel.send(f'hello from {ME}'))
        channel.on('message', receive)  # before you send a lot: watch channel.bufferedAmount

        @pc.on('connectionstatechange')
        async def changed():
            print(f'peer {pc.connectionState}', flush=True)
            if pc is self.pc and pc.connectionState == 'failed':
                await self.greet()  # start again with fresh candidates

    async def run(self):
        failures = 0
        while True:
            try:
                url = f'{SIGNALLING}?room={quote(ROOM, safe="")}'
                async with websockets.connect(url, max_size=65536) as self.socket:
                    failures = 0
                    if not self.pc or self.pc.connectionState != 'connected':
                        await self.greet()
                    async for text in self.socket:
                        try:
                            await self.handle(json.loads(text))
                        except (ValueError, KeyError, AttributeError) as error:
                            print(f'signal: {error!r}', flush=True)  # not one of ours
            except (OSError, asyncio.TimeoutError, websockets.WebSocketException) as error:
                print(f'signalling: {error}', flush=True)
            self.socket = None
            ceiling = min(30, 0.5 * 2**failures)
            failures += 1
            await asyncio.sleep(ceiling * (0.5 + random.random() / 2))  # the data channel does not need the server


if __name__ == '__main__':
    asyncio.run(Peer().run())
