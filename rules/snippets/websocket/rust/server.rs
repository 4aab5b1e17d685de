//! WebSocket server: broadcasts to all clients, detects dead links, drops
//! clients that read too slowly. The proxy in front of it terminates TLS and
//! must pass the Upgrade header.
use futures_util::{SinkExt, StreamExt};
use std::time::{Duration, Instant};
use std::{env, error::Error, net::SocketAddr};
use tokio::net::{TcpListener, TcpStream};
use tokio::signal::unix::{signal, SignalKind};
use tokio::sync::broadcast::{self, error::RecvError, Sender};
use tokio::time::{interval, timeout};
use tokio_tungstenite::accept_hdr_async_with_config;
use tokio_tungstenite::tungstenite::handshake::server::{
    ErrorResponse, Request, Response,
};
use tokio_tungstenite::tungstenite::http::StatusCode;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::Message;

const PORT: u16 = "{{port}}";
/// The only site whose pages may connect; other programs send none.
const ORIGIN: &str = "{{origin}}";
const HEARTBEAT: Duration = Duration::from_secs("{{heartbeat}}");
const MAX_BYTES: usize = 1 << 16; // per message
const BACKLOG: usize = 256; // messages per client
const PATIENCE: Duration = Duration::from_secs(10);
const PAGE_PING: &str = r#"{"type":"ping"}"#;
const PAGE_PONG: &str = r#"{"type":"pong"}"#;

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;
type Post = (SocketAddr, Message); // sender and message

/// The status that refuses a handshake.
fn refusal(request: &Request) -> Option<StatusCode> {
    let header = |name| request.headers().get(name);
    if header("origin").map_or(false, |site| site != ORIGIN) {
        return Some(StatusCode::FORBIDDEN);
    }
    let given = header("authorization").map(|value| value.as_bytes());
    let is_known = match env::var("TOKEN") {
        // Secrets come from the environment, never from the source.
        Ok(token) => is_same(given.unwrap_or(b""), &format!("Bearer {token}")),
        Err(_) => true,
    };
    (!is_known).then_some(StatusCode::UNAUTHORIZED)
}

/// Compares in constant time.
fn is_same(given: &[u8], wanted: &str) -> bool {
    let pairs = given.iter().zip(wanted.as_bytes());
    let differences = pairs.fold(0, |sum, (left, right)| sum | (left ^ right));
    given.len() == wanted.len() && differences == 0
}

#[allow(clippy::result_large_err)] // the library's type
fn greet(req: &Request, answer: Response) -> Result<Response, ErrorResponse> {
    match refusal(req) {
        None => Ok(answer),
        Some(status) => {
            let mut refused = ErrorResponse::new(None);
            *refused.status_mut() = status;
            Err(refused)
        }
    }
}

async fn serve(
    tcp: TcpStream,
    me: SocketAddr,
    hub: Sender<Post>,
) -> Outcome<()> {
    let config = WebSocketConfig {
        max_message_size: Some(MAX_BYTES),
        ..Default::default()
    };
    let hands = accept_hdr_async_with_config(tcp, greet, Some(config));
    let mut ws = timeout(PATIENCE, hands).await??;
    let (mut posts, mut heard) = (hub.subscribe(), Instant::now());
    let mut beat = interval(HEARTBEAT);
    loop {
        let out = tokio::select! {
            got = ws.next() => {
                heard = Instant::now();
                match got.transpose()? {
                    None => return Ok(()),
                    // Pages cannot send ping frames: they send this instead.
                    Some(Message::Text(text)) if text == PAGE_PING => {
                        let pong = ws.send(Message::Text(PAGE_PONG.into()));
                        timeout(PATIENCE, pong).await??;
                    }
                    Some(data) if data.is_text() || data.is_binary() => {
                        hub.send((me, data))?; // your code here
                    }
                    Some(_) => {} // the library answers pings
                }
                continue;
            }
            post = posts.recv() => match post {
                Ok((from, _)) if from == me => continue,
                Ok((_, message)) => message,
                // Drops one client to protect the server's memory.
                Err(RecvError::Lagged(_)) => return Err("too slow".into()),
                Err(RecvError::Closed) => return Ok(()),
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
    let (hub, _) = broadcast::channel(BACKLOG);
    let listener = TcpListener::bind(("0.0.0.0", PORT)).await?;
    eprintln!("listening on {PORT}");
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                let (tcp, address) = accepted?;
                let serving = serve(tcp, address, hub.clone());
                tokio::spawn(async move {
                    if let Err(error) = serving.await {
                        eprintln!("{address}: {error}");
                    }
                });
            }
            stopping = stopped() => return Ok(stopping?),
        }
    }
}
