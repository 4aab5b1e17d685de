//! Server-Sent Events client: resumes after the last received event, backs off,
//! closes a silent connection. An event whose handler fails is reported and
//! skipped.
use rand::Rng;
use reqwest::header::{HeaderValue, ACCEPT, CONTENT_TYPE};
use reqwest::{Client, Response, StatusCode};
use std::time::{Duration, Instant};
use std::{env, error::Error};
use tokio::signal::unix::{signal, SignalKind};
use tokio::time::{sleep, timeout};

const ENDPOINT: &str = "{{endpoint}}";
const EVENT: &str = "{{event}}";
/// The server should send a comment more often than this.
const SILENCE: Duration = Duration::from_secs("{{silence}}");
const MAX_BYTES: usize = 1 << 20; // per line, and per event
const LEAST_PAUSE: Duration = Duration::from_secs(1);
const LAST_PAUSE: Duration = Duration::from_secs(30);

type Outcome = Result<(), Box<dyn Error>>;

struct Stream {
    last_event_id: HeaderValue,
    first_pause: Duration,
}

/// An incomplete event.
#[derive(Default)]
struct Event {
    id: Option<HeaderValue>,
    name: String,
    data: String,
}

fn receive(data: &str) -> Outcome {
    println!("{data}"); // your code here
    Ok(())
}

impl Stream {
    /// Fields line by line, an empty line ends an event: the HTML standard.
    fn take(&mut self, line: &str, event: &mut Event) {
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "" if line.is_empty() => self.finish(std::mem::take(event)),
            "event" => event.name = value.into(),
            "data" => event.data += &format!("{value}\n"),
            "id" if value.len() <= 1024 => {
                // Without the bytes that fit into no header.
                let id = HeaderValue::from_bytes(value.as_bytes());
                event.id = id.ok().or(event.id.take());
            }
            "retry" => {
                if let Ok(ms) = value.parse() {
                    let hint = Duration::from_millis(ms);
                    self.first_pause = hint.clamp(LEAST_PAUSE, LAST_PAUSE);
                }
            }
            _ => {} // a comment, or a later field
        }
    }

    fn finish(&mut self, event: Event) {
        if let Some(id) = event.id {
            self.last_event_id = id;
        }
        let name = match event.name.as_str() {
            "" => "message",
            name => name,
        };
        let data = event.data.strip_suffix('\n');
        if let Some(data) = data.filter(|_| name == EVENT) {
            if let Err(error) = receive(data) {
                eprintln!("failed: {error}");
            }
        }
    }

    async fn read(&mut self, mut response: Response) -> Outcome {
        let (mut line, mut event) = (Vec::new(), Event::default());
        let (mut is_first, mut ended_with_cr) = (true, false);
        while let Some(chunk) = timeout(SILENCE, response.chunk()).await?? {
            for byte in chunk {
                // Lines may end with CR, LF or both.
                let is_rest = ended_with_cr && byte == b'\n';
                ended_with_cr = byte == b'\r';
                if is_rest {
                    continue;
                }
                if byte != b'\n' && byte != b'\r' {
                    line.push(byte);
                    continue;
                }
                let text = String::from_utf8_lossy(&line);
                let mark = if is_first { "\u{feff}" } else { "\0" };
                self.take(text.strip_prefix(mark).unwrap_or(&text), &mut event);
                is_first = false;
                line.clear();
            }
            if line.len() + event.data.len() > MAX_BYTES {
                return Err("event too large".into());
            }
        }
        Err("stream ended".into())
    }

    /// Returns when the server sends no more events.
    async fn connect(&mut self, client: &Client) -> Outcome {
        let kind = "text/event-stream";
        let mut request = client.get(ENDPOINT).header(ACCEPT, kind);
        let token = env::var("TOKEN").unwrap_or_default(); // no secrets in code
        if !token.is_empty() {
            request = request.bearer_auth(token);
        }
        if !self.last_event_id.is_empty() {
            request = request.header("last-event-id", &self.last_event_id);
        }
        let response = timeout(SILENCE, request.send()).await??;
        if response.status() == StatusCode::NO_CONTENT {
            return Ok(());
        }
        let status = response.status();
        let got = response.headers().get(CONTENT_TYPE);
        let got = got.and_then(|got| got.to_str().ok()).unwrap_or_default();
        let got = got.to_ascii_lowercase();
        if status != StatusCode::OK || !got.starts_with(kind) {
            return Err(format!("refused: {status}, {got}").into());
        }
        eprintln!("connected");
        self.read(response).await
    }
}

async fn run() -> Outcome {
    let patience = Duration::from_secs(10);
    let client = Client::builder().connect_timeout(patience).build()?;
    let mut stream = Stream {
        last_event_id: HeaderValue::from_static(""),
        first_pause: LEAST_PAUSE,
    };
    let mut pause = LEAST_PAUSE;
    loop {
        let started = Instant::now();
        match stream.connect(&client).await {
            Ok(()) => return Ok(()),
            Err(error) => eprintln!("lost: {error}"),
        }
        if started.elapsed() > LAST_PAUSE {
            pause = stream.first_pause; // it was stable
        }
        pause = pause.max(stream.first_pause);
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
async fn main() -> Outcome {
    tokio::select! {
        done = run() => done,
        stopping = stopped() => {
            stopping?;
            std::process::exit(0) // without waiting for a name lookup
        }
    }
}
