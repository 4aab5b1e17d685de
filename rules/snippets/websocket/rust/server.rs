//! WebSocket server: broadcasts to all clients, detects dead links, drops
//! clients that read too slowly. The proxy in front of it terminates TLS and
//! must pass the Upgrade header.
use futures_util::{SinkExt, StreamExt};
use std::{env, error::Error, net::SocketAddr, time::Duration};
use tokio::net::{TcpListener, TcpStream};
use tokio::signal::unix::{signal, SignalKind};
use tokio::sync::broadcast::{self, Sender};
use tokio::sync::mpsc;
use tokio::time::{interval, sleep, timeout};
use tokio_tungstenite::accept_hdr_async_with_config;
use tokio_tungstenite::tungstenite::handshake::server::{
    ErrorResponse, Request, Response,
};
use tokio_tungstenite::tungstenite::http::StatusCode;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, WebSocketConfig};
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
    if header("origin").is_some_and(|site| site != ORIGIN) {
        return Some(StatusCode::FORBIDDEN);
    }
    // Secrets come from the environment, never from the source.
    let token = env::var("TOKEN").unwrap_or_default();
    let given = header("authorization").map_or(&b""[..], |got| got.as_bytes());
    let is_known = is_same(given, format!("Bearer {token}").as_bytes());
    (!token.is_empty() && !is_known).then_some(StatusCode::UNAUTHORIZED)
}

/// Compares in constant time.
fn is_same(given: &[u8], wanted: &[u8]) -> bool {
    let pairs = given.iter().zip(wanted);
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
        max_frame_size: Some(MAX_BYTES),
        ..Default::default()
    };
    let hands = accept_hdr_async_with_config(tcp, greet, Some(config));
    let (mut to, mut from) = timeout(PATIENCE, hands).await??.split();
    let (asking, mut asked) = mpsc::channel(1);
    let (mut posts, mut beat) = (hub.subscribe(), interval(HEARTBEAT));
    let reading = async {
        // The answers to pings come here, too.
        while let Some(got) = timeout(2 * HEARTBEAT, from.next()).await? {
            match got? {
                // Pages cannot send ping frames: they send this instead.
                Message::Text(text) if text == PAGE_PING => {
                    let _ = asking.try_send(()); // one answer is enough
                }
                data if data.is_text() || data.is_binary() => {
                    hub.send((me, data))?; // your code here
                }
                _ => {} // the library answers pings
            }
        }
        Outcome::Ok(())
    };
    let writing = async {
        loop {
            let out = tokio::select! {
                // Lags behind: drops one client, for the server's memory.
                post = posts.recv() => match post? {
                    (sender, _) if sender == me => continue,
                    (_, message) => message,
                },
                Some(()) = asked.recv() => Message::Text(PAGE_PONG.into()),
                _ = beat.tick() => Message::Ping(Vec::new()),
            };
            timeout(PATIENCE, to.send(out)).await??;
        }
    };
    tokio::select! {
        read = reading => read,
        failed = writing => failed,
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
    let me = listener.local_addr()?;
    eprintln!("listening on {PORT}");
    let accepting = async {
        loop {
            let Ok((tcp, address)) = listener.accept().await else {
                sleep(Duration::from_millis(100)).await; // all sockets used
                continue;
            };
            let serving = serve(tcp, address, hub.clone());
            tokio::spawn(async move {
                if let Err(error) = serving.await {
                    eprintln!("{address}: {error}");
                }
            });
        }
    };
    tokio::select! {
        () = accepting => {}
        stopping = stopped() => stopping?,
    }
    let bye = CloseFrame {
        code: CloseCode::Away,
        reason: "".into(),
    };
    if hub.send((me, Message::Close(Some(bye)))).is_ok() {
        sleep(Duration::from_secs(1)).await; // clients come back
    }
    Ok(())
}
