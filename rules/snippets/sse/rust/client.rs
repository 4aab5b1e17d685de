//! Server-Sent Events client: resumes after the last event seen, backs off,
//! gives up on a silent connection.
use rand::Rng;
use reqwest::{header, Client, Response, StatusCode};
use std::{env, error::Error, time::Duration};
use tokio::time::{sleep, timeout};

const ENDPOINT: &str = "{{endpoint}}";
const EVENT: &str = "{{event}}";
/// The server should send a comment more often than this.
const SILENCE: Duration = Duration::from_secs("{{silence}}");
const MAX_BYTES: usize = 1 << 20; // per line, and per event

type Outcome = Result<(), Box<dyn Error>>;

struct Stream {
    last_event_id: String,
    retry: Duration,
    failures: u32,
}

/// One event in the making.
#[derive(Default)]
struct Event {
    id: Option<String>,
    name: String,
    data: String,
}

fn receive(data: &str) {
    println!("{data}"); // your code here
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
            "id" if !value.contains('\0') => event.id = Some(value.into()),
            "retry" => {
                if let Ok(ms) = value.parse::<u32>() {
                    self.retry = Duration::from_millis(ms.into());
                }
            }
            _ => {} // a comment, or what a later standard adds
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
        match event.data.strip_suffix('\n') {
            Some(data) if name == EVENT => {
                self.failures = 0;
                receive(data);
            }
            _ => {}
        }
    }

    async fn read(&mut self, mut response: Response) -> Outcome {
        let (mut buffer, mut event) = (Vec::new(), Event::default());
        while let Some(chunk) = timeout(SILENCE, response.chunk()).await?? {
            buffer.extend_from_slice(&chunk);
            while let Some(end) = buffer.iter().position(|b| *b == b'\n') {
                let line: Vec<u8> = buffer.drain(..=end).collect();
                let line = String::from_utf8_lossy(&line);
                let line = line.trim_end_matches(&['\r', '\n'][..]);
                self.take(line, &mut event);
            }
            if buffer.len() + event.data.len() > MAX_BYTES {
                return Err("event too large".into());
            }
        }
        Err("stream ended".into())
    }

    /// Returns once the server has no more to say.
    async fn connect(&mut self, client: &Client) -> Outcome {
        let kind = "text/event-stream";
        let mut request = client.get(ENDPOINT).header(header::ACCEPT, kind);
        if let Ok(token) = env::var("TOKEN") {
            request = request.bearer_auth(token); // no secrets in the source
        }
        if !self.last_event_id.is_empty() {
            request = request.header("last-event-id", &self.last_event_id);
        }
        let response = timeout(SILENCE, request.send()).await??;
        if response.status() == StatusCode::NO_CONTENT {
            return Ok(());
        }
        let response = response.error_for_status()?;
        let got = response.headers().get(header::CONTENT_TYPE);
        let got = got.and_then(|got| got.to_str().ok()).unwrap_or_default();
        if !got.starts_with(kind) {
            return Err(format!("no event stream but {got}").into());
        }
        eprintln!("connected");
        self.read(response).await
    }
}

#[tokio::main]
async fn main() -> Outcome {
    let patience = Duration::from_secs(10);
    let client = Client::builder().connect_timeout(patience).build()?;
    let mut stream = Stream {
        last_event_id: String::new(),
        retry: Duration::from_secs(1),
        failures: 0,
    };
    while let Err(error) = stream.connect(&client).await {
        let grown = stream.retry * 2u32.pow(stream.failures.min(5));
        let ceiling = grown.min(Duration::from_secs(30));
        stream.failures += 1;
        // Jitter: not all clients come back at once.
        let pause = ceiling.mul_f64(rand::thread_rng().gen_range(0.5..1.0));
        eprintln!("lost ({error}), again in {pause:?}");
        sleep(pause).await;
    }
    Ok(())
}
