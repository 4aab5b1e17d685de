//! Signalling server for WebRTC peers: relays each message to the other one in
//! the room. Payloads never pass through it. The proxy in front terminates TLS.
//! Peers behind strict firewalls also need a TURN server.
use futures_util::{SinkExt, StreamExt};
use std::collections::HashMap;
use std::env;
use std::error::Error;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::net::{TcpListener, TcpStream};
use tokio::signal::unix::{signal, SignalKind};
use tokio::sync::broadcast::{self, Sender};
use tokio::time::{interval, timeout};
use tokio_tungstenite::accept_hdr_async_with_config;
use tokio_tungstenite::tungstenite::handshake::server::{
    ErrorResponse, Request, Response,
};
use tokio_tungstenite::tungstenite::http::{StatusCode, Uri};
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::Message;

const PORT: u16 = "{{port}}";
/// The only site whose pages may connect; other programs send none.
const ORIGIN: &str = "{{origin}}";
const ROOM_LIMIT: usize = 2; // peers
const MAX_BYTES: usize = 1 << 16; // per message
const BACKLOG: usize = 64; // messages per peer
const HEARTBEAT: Duration = Duration::from_secs(25);
const PATIENCE: Duration = Duration::from_secs(10);

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;
type Post = (u64, Message); // sender and message
type Rooms = Arc<Mutex<HashMap<String, Sender<Post>>>>;

/// The room of a peer, or nothing when the room is full.
fn enter(rooms: &Rooms, name: &str) -> Option<Sender<Post>> {
    let mut rooms = rooms.lock().unwrap();
    rooms.retain(|_, room| room.receiver_count() > 0);
    let room = rooms.entry(name.into());
    let room = room.or_insert_with(|| broadcast::channel(BACKLOG).0);
    // Your code here: who may enter which room.
    (room.receiver_count() < ROOM_LIMIT).then(|| room.clone())
}

fn room_of(uri: &Uri) -> String {
    let query = uri.query().unwrap_or_default().as_bytes();
    let mut pairs = form_urlencoded::parse(query);
    let room = pairs.find(|(name, _)| name == "room");
    room.map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}

/// Compares in constant time.
fn is_same(given: Option<&[u8]>, wanted: &str) -> bool {
    let given = given.unwrap_or(b"");
    let pairs = given.iter().zip(wanted.as_bytes());
    let differences = pairs.fold(0, |sum, (left, right)| sum | (left ^ right));
    given.len() == wanted.len() && differences == 0
}

async fn serve(tcp: TcpStream, me: u64, rooms: Rooms) -> Outcome<()> {
    let config = WebSocketConfig {
        max_message_size: Some(MAX_BYTES),
        ..Default::default()
    };
    let mut name = String::new();
    #[allow(clippy::result_large_err)] // the library's type
    let greet = |request: &Request, response: Response| {
        name = room_of(request.uri());
        let header = |name| request.headers().get(name);
        let token = env::var("TOKEN").map(|token| format!("Bearer {token}"));
        let given = header("authorization").map(|value| value.as_bytes());
        let is_stranger = token.is_ok_and(|token| !is_same(given, &token));
        let mut refusal = ErrorResponse::new(None);
        if header("origin").is_some_and(|site| site != ORIGIN) {
            *refusal.status_mut() = StatusCode::FORBIDDEN;
            return Err(refusal);
        }
        if is_stranger {
            *refusal.status_mut() = StatusCode::UNAUTHORIZED;
            return Err(refusal);
        }
        Ok(response)
    };
    let hands = accept_hdr_async_with_config(tcp, greet, Some(config));
    let mut ws = timeout(PATIENCE, hands).await??;
    let room = match enter(&rooms, &name) {
        Some(room) => room,
        None => {
            let frame = CloseFrame {
                code: CloseCode::Policy,
                reason: "room is full".into(),
            };
            return Ok(ws.close(Some(frame)).await?);
        }
    };
    let (mut posts, mut heard) = (room.subscribe(), Instant::now());
    let mut beat = interval(HEARTBEAT);
    loop {
        let out = tokio::select! {
            got = ws.next() => {
                heard = Instant::now();
                match got.transpose()? {
                    None => return Ok(()),
                    Some(data) if data.is_text() => {
                        room.send((me, data))?;
                    }
                    Some(_) => {} // the library answers pings
                }
                continue;
            }
            post = posts.recv() => match post? {
                (from, _) if from == me => continue,
                (_, message) => message,
            },
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

/// Ctrl-C, or the signal that stops a container.
async fn stopped() -> std::io::Result<()> {
    let mut asked = signal(SignalKind::terminate())?;
    tokio::select! {
        _ = asked.recv() => Ok(()),
        pressed = tokio::signal::ctrl_c() => pressed,
    }
}

#[tokio::main]
async fn main() -> Outcome<()> {
    let rooms = Rooms::default();
    let listener = TcpListener::bind(("0.0.0.0", PORT)).await?;
    eprintln!("listening on {PORT}");
    for me in 0.. {
        let (tcp, address) = tokio::select! {
            accepted = listener.accept() => accepted?,
            stopping = stopped() => return Ok(stopping?),
        };
        let serving = serve(tcp, me, rooms.clone());
        tokio::spawn(async move {
            if let Err(error) = serving.await {
                eprintln!("{address}: {error}");
            }
        });
    }
    Ok(())
}
