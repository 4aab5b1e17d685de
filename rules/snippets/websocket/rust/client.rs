//! WebSocket client: reconnects with backoff, detects a dead link, sends
//! messages in order. WebSocket confirms no messages: those in transit are lost
//! when the connection breaks, unless your own protocol acknowledges them.
use futures_util::{SinkExt, StreamExt};
use rand::Rng;
use std::time::{Duration, Instant};
use std::{collections::VecDeque, env, error::Error};
use tokio::signal::unix::{signal, SignalKind};
use tokio::time::{interval_at, sleep, timeout};
use tokio_tungstenite::connect_async_with_config;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::Message;

const ENDPOINT: &str = "{{endpoint}}";
/// Below the 60 s after which many proxies cut an idle connection.
const HEARTBEAT: Duration = Duration::from_secs("{{heartbeat}}");
const BINARY: bool = "{{binary}}";
const OUTBOX: usize = 1000; // messages; the oldest are dropped first
const MAX_BYTES: usize = 1 << 20; // per message
const PATIENCE: Duration = Duration::from_secs(10);
const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LAST_PAUSE: Duration = Duration::from_secs(30);

type Outcome<T> = Result<T, Box<dyn Error>>;

fn send(outbox: &mut VecDeque<String>, message: String) {
    outbox.push_back(message);
    if outbox.len() > OUTBOX {
        outbox.pop_front();
    }
}

/// What it puts into the outbox goes out next.
fn receive(message: Message, _outbox: &mut VecDeque<String>) -> Outcome<()> {
    let text = message.into_text()?;
    println!("{text}"); // your code here
    Ok(())
}

/// Returns the code with which the server closed.
async fn converse(outbox: &mut VecDeque<String>) -> Outcome<Option<u16>> {
    let mut request = ENDPOINT.into_client_request()?;
    let token = env::var("TOKEN").unwrap_or_default(); // no secrets in code
    if !token.is_empty() {
        let bearer = format!("Bearer {token}").parse()?;
        request.headers_mut().insert("authorization", bearer);
    }
    let config = WebSocketConfig {
        max_message_size: Some(MAX_BYTES),
        max_frame_size: Some(MAX_BYTES),
        ..Default::default()
    };
    let connecting = connect_async_with_config(request, Some(config), true);
    let (mut ws, _) = timeout(PATIENCE, connecting).await??;
    eprintln!("connected");
    let start = tokio::time::Instant::now() + HEARTBEAT;
    let (mut beat, mut heard) = (interval_at(start, HEARTBEAT), Instant::now());
    loop {
        while let Some(text) = outbox.front().cloned() {
            let message = match BINARY {
                true => Message::Binary(text.into_bytes()),
                false => Message::Text(text),
            };
            timeout(PATIENCE, ws.send(message)).await??;
            outbox.pop_front();
        }
        tokio::select! {
            got = ws.next() => {
                match got.transpose()? {
                    Some(Message::Close(frame)) => {
                        return Ok(frame.map(|frame| frame.code.into()));
                    }
                    Some(data) if data.is_text() || data.is_binary() => {
                        if let Err(error) = receive(data, outbox) {
                            eprintln!("failed: {error}");
                        }
                    }
                    Some(_) => {} // the library answers pings
                    None => return Ok(None),
                }
                heard = Instant::now(); // your code may have taken long
            }
            _ = beat.tick() => {
                if heard.elapsed() > 2 * HEARTBEAT {
                    return Err("no answer to the last pings".into());
                }
                let ping = ws.send(Message::Ping(Vec::new()));
                timeout(PATIENCE, ping).await??;
            }
        }
    }
}

/// Returns once the server's policy refuses this client.
async fn run() {
    let (mut outbox, mut pause) = (VecDeque::new(), FIRST_PAUSE);
    send(&mut outbox, r#"{"type":"hello"}"#.into());
    loop {
        let started = Instant::now();
        match converse(&mut outbox).await {
            Ok(Some(1008)) => return eprintln!("refused: not trying again"),
            Ok(code) => eprintln!("closed ({code:?})"),
            Err(error) => eprintln!("closed: {error}"),
        }
        if started.elapsed() > LAST_PAUSE {
            pause = FIRST_PAUSE; // it was stable
        }
        // Jitter, so that not all clients reconnect at the same time.
        sleep(pause.mul_f64(rand::thread_rng().gen_range(0.5..1.0))).await;
        pause = LAST_PAUSE.min(pause * 2);
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
    tokio::select! {
        _ = run() => Err("refused".into()),
        stopping = stopped() => {
            stopping?;
            std::process::exit(0) // without waiting for a name lookup
        }
    }
}
