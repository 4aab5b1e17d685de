//! Server-Sent Events server: replays what a client missed, keeps connections
//! open, drops clients that read too slowly.
use hyper::{body, server::conn::Http, service::service_fn};
use hyper::{Body, Method, Request, Response, StatusCode};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use std::{env, error::Error};
use tokio::net::{TcpListener, TcpStream};
use tokio::signal::unix::{signal, SignalKind};
use tokio::sync::broadcast::{self, Receiver};
use tokio::sync::Notify;
use tokio::time::{interval, sleep, timeout};

const PORT: u16 = "{{port}}";
const PATH: &str = "{{path}}";
/// The site whose pages may read the stream.
const ORIGIN: &str = "{{origin}}";
/// Below the 60 s after which many proxies cut an idle connection.
const HEARTBEAT: Duration = Duration::from_secs("{{heartbeat}}");
/// Events kept for clients that reconnect.
const REPLAY: usize = "{{replay}}";
const BACKLOG: usize = 256; // events per client
const MAX_BYTES: usize = 1 << 20; // clients refuse larger events
const PATIENCE: Duration = Duration::from_secs(10);

struct Hub {
    live: broadcast::Sender<String>,
    recent: VecDeque<(u128, String)>,
    last_id: u128, // grows across restarts
}

fn now() -> u128 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.unwrap_or_default().as_millis()
}

fn publish(hub: &Mutex<Hub>, data: &str) -> Result<(), &'static str> {
    let mut hub = hub.lock().unwrap();
    hub.last_id += 1;
    let data = data.replace("\r\n", "\n").replace('\r', "\n");
    let lines = data.split('\n').map(|line| format!("data: {line}\n"));
    let (id, lines) = (hub.last_id, lines.collect::<String>());
    let frame = format!("id: {id}\n{lines}\n");
    if frame.len() > MAX_BYTES {
        return Err("event too large");
    }
    hub.recent.push_back((id, frame.clone()));
    if hub.recent.len() > REPLAY {
        hub.recent.pop_front();
    }
    let _ = hub.live.send(frame); // fails without receivers
    Ok(())
}

/// Missed events and new events, without a gap.
fn join(hub: &Mutex<Hub>, after: u128) -> (String, Receiver<String>) {
    let hub = hub.lock().unwrap();
    let missed = hub.recent.iter().filter(|(id, _)| *id > after);
    let text = missed.map(|(_, frame)| frame.as_str()).collect();
    (text, hub.live.subscribe())
}

async fn stream(
    mut client: body::Sender,
    mut text: String,
    mut live: Receiver<String>,
    hangup: Arc<Notify>,
) {
    // A client that reads too slowly loses its connection, and then resumes.
    while let Ok(Ok(())) =
        timeout(PATIENCE, client.send_data(text.into())).await
    {
        text = match timeout(HEARTBEAT, live.recv()).await {
            Ok(Ok(frame)) => frame,
            Ok(Err(_)) => break, // too far behind
            Err(_) => ": still here\n\n".into(),
        };
    }
    hangup.notify_one();
}

/// Compares in constant time.
fn is_allowed(request: &Request<Body>) -> bool {
    let token = env::var("TOKEN").unwrap_or_default(); // no secrets in code
    if token.is_empty() {
        return true;
    }
    let token = format!("Bearer {token}");
    let given = request.headers().get("authorization");
    let given = given.map_or(&b""[..], |value| value.as_bytes());
    let pairs = given.iter().zip(token.as_bytes());
    let differences = pairs.fold(0, |sum, (left, right)| sum | (left ^ right));
    given.len() == token.len() && differences == 0
}

fn answer(
    hub: &Mutex<Hub>,
    request: &Request<Body>,
    hangup: Arc<Notify>,
) -> hyper::http::Result<Response<Body>> {
    if request.method() != Method::GET || request.uri().path() != PATH {
        let missing = Response::builder().status(StatusCode::NOT_FOUND);
        return missing.body(Body::empty());
    }
    if !is_allowed(request) {
        let refused = Response::builder().status(StatusCode::UNAUTHORIZED);
        return refused.body(Body::empty());
    }
    let asked = request.headers().get("last-event-id");
    let after = asked.and_then(|id| id.to_str().ok()?.parse().ok());
    let (missed, live) = join(hub, after.unwrap_or(u128::MAX));
    let (client, body) = Body::channel();
    tokio::spawn(stream(client, missed, live, hangup));
    Response::builder()
        .header("content-type", "text/event-stream")
        .header("cache-control", "no-store")
        .header("x-accel-buffering", "no") // no buffering in nginx
        .header("access-control-allow-origin", ORIGIN)
        .header("access-control-allow-credentials", "true")
        .header("vary", "origin")
        .body(body)
}

async fn serve(tcp: TcpStream, hub: Arc<Mutex<Hub>>) {
    let hangup = Arc::new(Notify::new());
    let service = service_fn(|request| {
        let response = answer(&hub, &request, hangup.clone());
        async { response }
    });
    let connection = Http::new()
        .http1_header_read_timeout(PATIENCE)
        .serve_connection(tcp, service);
    tokio::select! {
        _ = connection => {} // clients may leave at any time
        () = hangup.notified() => {} // what it has not read goes, too
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
async fn main() -> Result<(), Box<dyn Error>> {
    let hub = Arc::new(Mutex::new(Hub {
        live: broadcast::channel(BACKLOG).0,
        recent: VecDeque::new(),
        last_id: now(),
    }));
    let ticking = hub.clone();
    tokio::spawn(async move {
        let mut tick = interval(Duration::from_secs(1));
        loop {
            tick.tick().await;
            // Your code here.
            if let Err(error) = publish(&ticking, &now().to_string()) {
                eprintln!("not published: {error}");
            }
        }
    });
    let listener = TcpListener::bind(("0.0.0.0", PORT)).await?;
    eprintln!("listening on {PORT}");
    let accepting = async {
        loop {
            match listener.accept().await {
                Ok((tcp, _)) => drop(tokio::spawn(serve(tcp, hub.clone()))),
                // All sockets are used.
                Err(_) => sleep(Duration::from_millis(100)).await,
            }
        }
    };
    tokio::select! {
        () = accepting => Ok(()),
        stopping = stopped() => Ok(stopping?), // clients reconnect
    }
}
