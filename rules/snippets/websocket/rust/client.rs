//! WebSocket client: reconnects with backoff, notices a dead link, and keeps
//! a bounded outbox while it is down.
use futures_util::{SinkExt, StreamExt};
use rand::Rng;
use std::time::{Duration, Instant};
use std::{collections::VecDeque, env, error::Error};
use tokio::time::{interval_at, sleep, timeout};
use tokio_tungstenite::connect_async_with_config;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::Message;

const ENDPOINT: &str = "{{endpoint}}";
/// Below the 60 s after which many proxies cut an idle connection.
const HEARTBEAT: Duration = Duration::from_secs("{{heartbeat}}");
const BINARY: bool = "{{binary}}";
const OUTBOX: usize = 1000; // messages; the oldest go first
const MAX_BYTES: usize = 1 << 20; // per message
const PATIENCE: Duration = Duration::from_secs(10);

type Outcome<T> = Result<T, Box<dyn Error>>;

fn send(outbox: &mut VecDeque<String>, message: String) {
    outbox.push_back(message);
    if outbox.len() > OUTBOX {
        outbox.pop_front();
    }
}

/// What it puts into the outbox goes out next.
fn receive(message: Message, _outbox: &mut VecDeque<String>) {
    match message {
        Message::Text(text) => println!("{text}"), // your code here
        Message::Binary(bytes) => println!("{bytes:?}"),
        _ => {} // the library answers pings
    }
}

/// Returns the code with which the server closed.
async fn converse(outbox: &mut VecDeque<String>) -> Outcome<Option<u16>> {
    let mut request = ENDPOINT.into_client_request()?;
    if let Ok(token) = env::var("TOKEN") {
        let bearer = format!("Bearer {token}").parse()?; // no secrets in code
        request.headers_mut().insert("authorization", bearer);
    }
    let config = WebSocketConfig {
        max_message_size: Some(MAX_BYTES),
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
                heard = Instant::now();
                match got.transpose()? {
                    Some(Message::Close(frame)) => {
                        return Ok(frame.map(|frame| frame.code.into()));
                    }
                    Some(message) => receive(message, outbox),
                    None => return Ok(None),
                }
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

#[tokio::main]
async fn main() {
    let (mut outbox, mut failures) = (VecDeque::new(), 0);
    send(&mut outbox, r#"{"type":"hello"}"#.into());
    loop {
        let started = Instant::now();
        match converse(&mut outbox).await {
            Ok(Some(1008)) => return, // it will not have us: do not ask again
            Ok(code) => eprintln!("closed ({code:?})"),
            Err(error) => eprintln!("closed: {error}"),
        }
        if started.elapsed() > Duration::from_secs(60) {
            failures = 0;
        }
        let ceiling = Duration::from_millis(500 << failures.min(6));
        failures += 1;
        // Jitter: not all clients come back at once.
        sleep(ceiling.mul_f64(rand::thread_rng().gen_range(0.5..1.0))).await;
    }
}
