// WebRTC data channel between two browsers that meet in a room of a signalling
// server (a WebSocket that relays).
const SIGNALLING = '{{endpoint}}';
const ROOM = '{{room}}';
const STUN = '{{stun}}';
const CHANNEL = {
  negotiated: true,
  id: 0,
  ordered: '{{ordered}}',
  ...('{{reliable}}' ? {} : { maxRetransmits: 0 }),
};
const ME = crypto.randomUUID();
const MAX_SIGNAL_CHARS = 65_536;
const LOG_LIMIT = 200; // lines kept on the page

let socket;
let peer;
let pauseMs = 500;
let partner; // peer of the connection
// One signal after the other: a candidate must follow its description.
let work = Promise.resolve();

function signal(message) {
  if (socket.readyState !== WebSocket.OPEN) return;
  socket.send(JSON.stringify({ from: ME, ...message }));
}

function greet() {
  partner = undefined;
  signal({ hello: 'new' });
}

function join() {
  const ws = new WebSocket(`${SIGNALLING}?room=${encodeURIComponent(ROOM)}`);
  socket = ws;
  const startedAt = performance.now();
  let over = false;
  ws.addEventListener('open', () => {
    if (peer?.connectionState !== 'connected') greet();
  });
  ws.addEventListener('message', ({ data }) => {
    if (data.length > MAX_SIGNAL_CHARS) finish();
    if (over) return;
    const failed = (error) => show(`signal: ${error.message}`);
    work = work.then(() => handle(JSON.parse(data))).catch(failed);
  });
  ws.addEventListener('close', finish);

  /** Once for each socket. The data channel does not need the server. */
  function finish() {
    if (over) return;
    over = true;
    ws.close();
    if (performance.now() - startedAt > 30_000) pauseMs = 500; // it was stable
    // Jitter, so that not all peers reconnect at the same time.
    setTimeout(join, pauseMs * (0.5 + Math.random() / 2));
    pauseMs = Math.min(30_000, pauseMs * 2);
  }
}

async function handle({ from, hello, description, candidate }) {
  if (hello) {
    if (hello === 'reply' && from === partner) return; // both greeted
    partner = from;
    if (hello === 'new') signal({ hello: 'reply' });
    const pc = open();
    if (ME > from) await describe(pc); // only one of them offers
  } else if (description && peer) {
    await peer.setRemoteDescription(description);
    if (description.type === 'offer') await describe(peer);
  } else if (candidate && peer) await peer.addIceCandidate(candidate);
}

async function describe(pc) {
  await pc.setLocalDescription(); // an offer or an answer
  signal({ description: pc.localDescription });
}

function open() {
  peer?.close();
  // A relay needs credentials that expire: let your signalling server issue
  // them, and add its turn: entry here.
  const iceServers = STUN ? [{ urls: STUN }] : [];
  const pc = new RTCPeerConnection({ iceServers });
  peer = pc;
  pc.addEventListener('icecandidate', ({ candidate }) => {
    if (candidate) signal({ candidate });
  });
  pc.addEventListener('connectionstatechange', () => {
    show(`peer ${pc.connectionState}`);
    // Start again with new candidates.
    if (pc === peer && pc.connectionState === 'failed') greet();
  });
  const channel = pc.createDataChannel('data', CHANNEL);
  channel.addEventListener('open', () => channel.send(`hello from ${ME}`));
  channel.addEventListener('message', ({ data }) => receive(data));
  return pc;
}

// Before you send much data, wait while channel.bufferedAmount is high.
function receive(data) {
  show(data); // your code here
}

function show(text) {
  const log = document.querySelector('#log');
  const line = document.createElement('li');
  line.textContent = text; // not as HTML, so that no markup runs
  log.append(line);
  while (log.children.length > LOG_LIMIT) log.firstElementChild.remove();
}

// A page in the page cache must not keep its connections: it joins again when
// the user comes back.
addEventListener('pagehide', () => {
  peer?.close();
  socket.close();
});
join();
