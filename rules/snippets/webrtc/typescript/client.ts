// WebRTC data channel between two peers that meet in a room of a signalling
// server (a WebSocket that relays).
import { randomUUID } from 'node:crypto';
import { RTCPeerConnection } from 'werift';
import WebSocket from 'ws';

const SIGNALLING = '{{endpoint}}';
const ROOM = '{{room}}';
const STUN = '{{stun}}';
const CHANNEL = {
  negotiated: true,
  id: 0,
  ordered: '{{ordered}}',
  ...('{{reliable}}' ? {} : { maxRetransmits: 0 }),
};
const ME = randomUUID();

interface Signal {
  from: string;
  hello?: 'new' | 'reply';
  description?: { type: 'offer' | 'answer' | 'pranswer'; sdp: string };
  candidate?: object;
}

let socket: WebSocket;
let peer: RTCPeerConnection | undefined;
let pauseMs = 500;
let retry: NodeJS.Timeout | undefined;
let partner: string | undefined; // whom the current connection is with
// One signal after the other: a candidate is no use before its description.
let work = Promise.resolve();

function signal(message: Omit<Signal, 'from'>): void {
  if (socket.readyState !== WebSocket.OPEN) return;
  socket.send(JSON.stringify({ from: ME, ...message }));
}

function greet(): void {
  partner = undefined;
  signal({ hello: 'new' });
}

function join(): void {
  const url = `${SIGNALLING}?room=${encodeURIComponent(ROOM)}`;
  const token = process.env.TOKEN; // secrets come from the environment
  const headers = token ? { authorization: `Bearer ${token}` } : {};
  const limits = { handshakeTimeout: 10_000, maxPayload: 65_536 };
  socket = new WebSocket(url, { ...limits, headers });
  const startedAt = performance.now();
  socket.on('open', () => {
    if (peer?.connectionState !== 'connected') greet();
  });
  socket.on('message', (data) => {
    const failed = (error: Error) => console.error(`signal: ${error.message}`);
    work = work.then(() => handle(JSON.parse(String(data)))).catch(failed);
  });
  socket.on('error', (error) => console.error(`signalling: ${error.message}`));
  socket.on('close', (code) => { // the data channel does not need the server
    console.error(`signalling closed (${code})`);
    if (performance.now() - startedAt > 30_000) pauseMs = 500; // it lasted
    // Jitter, so that not all peers come back at once.
    retry = setTimeout(join, pauseMs * (0.5 + Math.random() / 2));
    pauseMs = Math.min(30_000, pauseMs * 2);
  });
}

async function handle(message: Signal): Promise<void> {
  const { from, hello, description, candidate } = message;
  if (hello) {
    if (hello === 'reply' && from === partner) return; // both greeted at once
    partner = from;
    if (hello === 'new') signal({ hello: 'reply' });
    const pc = open();
    if (ME > from) await describe(pc); // one of the two offers
  } else if (description && peer) {
    await peer.setRemoteDescription(description);
    if (description.type === 'offer') await describe(peer);
  } else if (candidate && peer) await peer.addIceCandidate(candidate);
}

async function describe(pc: RTCPeerConnection): Promise<void> {
  // Where it is given no STUN server, werift asks a public one.
  const ices = STUN ? [] : pc.iceTransports;
  for (const ice of ices) ice.connection.stunServer = undefined;
  await pc.setLocalDescription(); // an offer or an answer, whichever is due
  signal({ description: pc.localDescription ?? undefined });
}

function open(): RTCPeerConnection {
  void peer?.close();
  const env = process.env; // secrets come from the environment
  const { TURN_USERNAME: username, TURN_PASSWORD: credential } = env;
  const stun = STUN ? [{ urls: STUN }] : [];
  const turn = env.TURN_URL
    ? [{ urls: env.TURN_URL, username, credential }]
    : [];
  const pc = new RTCPeerConnection({ iceServers: [...stun, ...turn] });
  peer = pc;
  pc.onicecandidate = ({ candidate }) =>
    candidate && signal({ candidate: candidate.toJSON() });
  pc.onconnectionstatechange = () => {
    console.error(`peer ${pc.connectionState}`);
    // Start again with fresh candidates.
    if (pc === peer && pc.connectionState === 'failed') greet();
  };
  const channel = pc.createDataChannel('data', CHANNEL);
  channel.onopen = () => channel.send(`hello from ${ME}`);
  channel.onmessage = ({ data }) => receive(data);
  return pc;
}

// Before you send a lot: wait while channel.bufferedAmount is high.
function receive(data: string | Buffer): void {
  console.log(String(data)); // your code here
}

function shutDown(): void {
  clearTimeout(retry);
  socket.removeAllListeners('close').close(1000);
  void peer?.close();
  setTimeout(() => process.exit(), 500); // ms, for the goodbyes
}

process.once('SIGINT', shutDown).once('SIGTERM', shutDown);
join();
