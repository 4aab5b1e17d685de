import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { RTCDataChannel, RTCPeerConnection } from 'werift';
import { type Bench, type Exchange, PackageMissing } from '../driver.ts';
import { LOOPBACK } from '../loopback.ts';
import { refuseStun } from '../refuse-stun.ts';

/** Packages with the browser's interface, in the order in which the user's project is searched for them. */
const PACKAGES = ['werift', 'node-datachannel/polyfill'];

/** Nothing but loopback: the first three for werift, the last for node-datachannel. */
const SETTINGS = {
  iceInterfaceAddresses: { udp4: LOOPBACK },
  iceAdditionalHostAddresses: [LOOPBACK],
  iceUseIpv6: false,
  bindAddress: LOOPBACK,
};

/**
 * Two peers over a relay that counts their UDP packets. Signalling is a function call: each description has one candidate,
 * which leads to the relay.
 */
export async function dataChannel(bench: Bench): Promise<Exchange> {
  const Peer = findPeerConnection(bench.cwd);
  const path = await bench.routeUdp();
  const iceServers = [{ urls: `stun:${LOOPBACK}:${await refuseStun(bench.cleanUp)}` }];
  const [client, server] = [openPeer(Peer, iceServers, bench), openPeer(Peer, iceServers, bench)];
  const channel = client.createDataChannel('events');
  const accepted = new Promise<RTCDataChannel>((resolve) => {
    server.ondatachannel = (event) => resolve(event.channel);
  });
  await client.setLocalDescription(await client.createOffer());
  const offer = await through(client, path.clientAlias);
  await server.setRemoteDescription({ type: 'offer', sdp: offer.sdp });
  await server.setLocalDescription(await server.createAnswer());
  const answer = await through(server, path.serverAlias);
  path.connect(offer.port, answer.port);
  await client.setRemoteDescription({ type: 'answer', sdp: answer.sdp });
  const far = await accepted;
  await Promise.all([whenOpen(channel), whenOpen(far)]);
  for (const end of [channel, far]) end.onmessage = ({ data }) => bench.arrived(String(data));
  return { send: async (direction, payload) => (direction === 'down' ? far : channel).send(payload) };
}

function findPeerConnection(cwd: string): typeof RTCPeerConnection {
  const require = createRequire(join(cwd, 'package.json'));
  for (const name of PACKAGES) {
    if (!canResolve(require, name)) continue;
    const found: { readonly RTCPeerConnection: typeof RTCPeerConnection } = require(name);
    return found.RTCPeerConnection;
  }
  throw new PackageMissing(
    'Left out: needs werift or node-datachannel in your project. To add it: npm install --save-dev werift',
  );
}

function canResolve(require: NodeJS.Require, name: string): boolean {
  try {
    require.resolve(name);
    return true;
  } catch {
    return false;
  }
}

function openPeer(Peer: typeof RTCPeerConnection, iceServers: { urls: string }[], { cleanUp }: Bench) {
  const peer = new Peer({ ...SETTINGS, iceServers });
  cleanUp(() => peer.close());
  return peer;
}

/** The complete description of a peer, with its port replaced by the alias that the other peer is to use. */
async function through(
  peer: RTCPeerConnection,
  alias: number,
): Promise<{ readonly sdp: string; readonly port: number }> {
  while (peer.iceGatheringState !== 'complete') await new Promise((wait) => setTimeout(wait, 5));
  const lines = (peer.localDescription?.sdp ?? '').split(/\r?\n/);
  const isCandidate = (line: string) => line.startsWith('a=candidate:');
  // foundation, component, transport, priority, address, port, and the rest (RFC 8839 section 5.1).
  const own = lines
    .filter(isCandidate)
    .find((line) => new RegExp(` udp \\d+ ${LOOPBACK} \\d+ typ host`, 'i').test(line));
  const port = Number(own?.split(' ')[5]);
  if (own === undefined || !(port > 0)) throw new Error('The WebRTC package offers no candidate on loopback.');
  const sdp = lines
    .filter((line) => !isCandidate(line) || line === own)
    .map((line) => (line === own ? line.replace(` ${port} typ`, ` ${alias} typ`) : line))
    .join('\r\n');
  return { sdp, port };
}

function whenOpen(channel: RTCDataChannel): Promise<void> {
  return new Promise((resolve) => {
    if (channel.readyState === 'open') resolve();
    else channel.onopen = () => resolve();
  });
}
