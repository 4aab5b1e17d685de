//! WebRTC data channel between two peers that meet in a room of a signalling
//! server (a WebSocket that relays).
use futures_util::{SinkExt, StreamExt};
use rand::Rng;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::time::{Duration, Instant};
use std::{env, error::Error};
use tokio::sync::mpsc::{channel, Receiver, Sender};
use tokio::time::{interval, sleep, timeout};
use tokio_tungstenite::connect_async_with_config;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::Message;
use webrtc::api::APIBuilder;
use webrtc::data_channel::data_channel_init::RTCDataChannelInit;
use webrtc::ice_transport::ice_candidate::RTCIceCandidateInit;
use webrtc::ice_transport::ice_server::RTCIceServer;
use webrtc::peer_connection::configuration::RTCConfiguration;
use webrtc::peer_connection::peer_connection_state::RTCPeerConnectionState;
use webrtc::peer_connection::sdp::sdp_type::RTCSdpType;
use webrtc::peer_connection::sdp::session_description::RTCSessionDescription;
use webrtc::peer_connection::RTCPeerConnection;

const SIGNALLING: &str = "{{endpoint}}";
const ROOM: &str = "{{room}}";
const STUN: &str = "{{stun}}";
const ORDERED: bool = "{{ordered}}";
const RELIABLE: bool = "{{reliable}}";
const MAX_BYTES: usize = 1 << 16; // per signal
const HEARTBEAT: Duration = Duration::from_secs(25);
const PATIENCE: Duration = Duration::from_secs(10);

type Outcome<T> = Result<T, Box<dyn Error>>;

#[derive(Clone, Default, Serialize, Deserialize)]
struct Signal {
    from: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    hello: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<RTCSessionDescription>,
    #[serde(skip_serializing_if = "Option::is_none")]
    candidate: Option<RTCIceCandidateInit>,
}

struct Peer {
    me: String,
    partner: String, // peer of the connection
    connection: Option<Arc<RTCPeerConnection>>,
    signals: Sender<Signal>,
}

fn receive(data: &[u8]) {
    println!("{}", String::from_utf8_lossy(data)); // your code here
}

fn hello(kind: &str) -> Signal {
    Signal {
        hello: Some(kind.into()),
        ..Default::default()
    }
}

fn servers() -> Vec<RTCIceServer> {
    let mut servers = Vec::new();
    if !STUN.is_empty() {
        servers.push(RTCIceServer {
            urls: vec![STUN.into()],
            ..Default::default()
        });
    }
    if let Ok(turn) = env::var("TURN_URL") {
        // Secrets come from the environment, never from the source.
        servers.push(RTCIceServer {
            urls: vec![turn],
            username: env::var("TURN_USERNAME").unwrap_or_default(),
            credential: env::var("TURN_PASSWORD").unwrap_or_default(),
            ..Default::default()
        });
    }
    servers
}

impl Peer {
    async fn open(&mut self) -> Outcome<Arc<RTCPeerConnection>> {
        if let Some(old) = self.connection.take() {
            old.close().await?;
        }
        let config = RTCConfiguration {
            ice_servers: servers(),
            ..Default::default()
        };
        let api = APIBuilder::new().build();
        let pc = Arc::new(api.new_peer_connection(config).await?);
        let signals = self.signals.clone();
        pc.on_ice_candidate(Box::new(move |candidate| {
            let found = candidate.and_then(|one| one.to_json().ok());
            if let Some(candidate) = found {
                let _ = signals.try_send(Signal {
                    candidate: Some(candidate),
                    ..Default::default()
                });
            }
            Box::pin(async {})
        }));
        let signals = self.signals.clone();
        pc.on_peer_connection_state_change(Box::new(move |state| {
            eprintln!("peer {state}");
            if state == RTCPeerConnectionState::Failed {
                let _ = signals.try_send(hello("new")); // new candidates
            }
            Box::pin(async {})
        }));
        self.open_channel(&pc).await?;
        self.connection = Some(pc.clone());
        Ok(pc)
    }

    async fn open_channel(&self, pc: &RTCPeerConnection) -> Outcome<()> {
        let init = RTCDataChannelInit {
            ordered: Some(ORDERED),
            max_retransmits: (!RELIABLE).then_some(0),
            negotiated: Some(0),
            ..Default::default()
        };
        let channel = pc.create_data_channel("data", Some(init)).await?;
        channel.on_message(Box::new(|message| {
            receive(&message.data);
            Box::pin(async {})
        }));
        let (opened, text) =
            (channel.clone(), format!("hello from {}", self.me));
        channel.on_open(Box::new(move || {
            Box::pin(async move {
                // Before you send much data, check opened.buffered_amount().
                if let Err(error) = opened.send_text(text).await {
                    eprintln!("{error}");
                }
            })
        }));
        Ok(())
    }

    async fn describe(
        &self,
        pc: &RTCPeerConnection,
        description: RTCSessionDescription,
    ) -> Outcome<()> {
        pc.set_local_description(description.clone()).await?;
        let signal = Signal {
            description: Some(description),
            ..Default::default()
        };
        Ok(self.signals.try_send(signal)?)
    }

    async fn handle(&mut self, signal: Signal) -> Outcome<()> {
        if let Some(kind) = signal.hello {
            if kind == "reply" && signal.from == self.partner {
                return Ok(()); // both greeted
            }
            self.partner = signal.from;
            if kind == "new" {
                self.signals.try_send(hello("reply"))?;
            }
            let pc = self.open().await?;
            if self.me > self.partner {
                // Only one of them offers.
                let offer = pc.create_offer(None).await?;
                self.describe(&pc, offer).await?;
            }
            return Ok(());
        }
        let pc = self.connection.clone().ok_or("nobody was greeted yet")?;
        if let Some(description) = signal.description {
            let is_offer = description.sdp_type == RTCSdpType::Offer;
            pc.set_remote_description(description).await?;
            if is_offer {
                let answer = pc.create_answer(None).await?;
                self.describe(&pc, answer).await?;
            }
        } else if let Some(candidate) = signal.candidate {
            pc.add_ice_candidate(candidate).await?;
        }
        Ok(())
    }

    fn is_connected(&self) -> bool {
        let state = self.connection.as_ref().map(|pc| pc.connection_state());
        state == Some(RTCPeerConnectionState::Connected)
    }

    async fn join(&mut self, outgoing: &mut Receiver<Signal>) -> Outcome<()> {
        let mut url = url::Url::parse(SIGNALLING)?;
        url.query_pairs_mut().append_pair("room", ROOM);
        let config = WebSocketConfig {
            max_message_size: Some(MAX_BYTES),
            ..Default::default()
        };
        let dial = connect_async_with_config(url.as_str(), Some(config), true);
        let (mut ws, _) = timeout(PATIENCE, dial).await??;
        if !self.is_connected() {
            self.signals.try_send(hello("new"))?;
        }
        let (mut beat, mut heard) = (interval(HEARTBEAT), Instant::now());
        loop {
            let out = tokio::select! {
                got = ws.next() => {
                    heard = Instant::now();
                    let message = got.ok_or("the server has closed")??;
                    if let Message::Text(text) = message {
                        let handled = match serde_json::from_str(&text) {
                            Ok(signal) => self.handle(signal).await,
                            Err(error) => Err(error.into()),
                        };
                        if let Err(error) = handled {
                            eprintln!("signal: {error}");
                        }
                    }
                    continue;
                }
                Some(mut signal) = outgoing.recv() => {
                    if signal.hello.as_deref() == Some("new") {
                        self.partner.clear();
                    }
                    signal.from = self.me.clone();
                    Message::Text(serde_json::to_string(&signal)?)
                }
                _ = beat.tick() => {
                    if heard.elapsed() > 2 * HEARTBEAT {
                        return Err("no answer to the last pings".into());
                    }
                    Message::Ping(Vec::new())
                }
            };
            timeout(PATIENCE, ws.send(out)).await??;
        }
    }
}

#[tokio::main]
async fn main() {
    let (signals, mut outgoing) = channel(100);
    let mut peer = Peer {
        me: uuid::Uuid::new_v4().to_string(),
        partner: String::new(),
        connection: None,
        signals,
    };
    let mut failures = 0;
    loop {
        let started = Instant::now();
        if let Err(error) = peer.join(&mut outgoing).await {
            eprintln!("signalling: {error}"); // the data channel stays open
        }
        if started.elapsed() > Duration::from_secs(30) {
            failures = 0;
        }
        let ceiling = Duration::from_millis(500 << failures.min(6));
        failures += 1;
        // Jitter: not all peers reconnect at the same time.
        sleep(ceiling.mul_f64(rand::thread_rng().gen_range(0.5..1.0))).await;
    }
}
