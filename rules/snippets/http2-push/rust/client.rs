//! HTTP/2 client that accepts server push. Push sends resources that belong to
//! a request; it is no channel for events, and browsers no longer support it.
//! For events, use SSE or WebSocket.
use bytes::Bytes;
use h2::{client, RecvStream};
use http::{Request, StatusCode, Uri};
use openssl::ssl::{SslConnector, SslMethod};
use rand::Rng;
use std::{env, error::Error, pin::Pin, time::Duration};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::signal::unix::{signal, SignalKind};
use tokio::time::{sleep, timeout};
use tokio_openssl::SslStream;

const ENDPOINT: &str = "{{endpoint}}";
const PATH: &str = "{{path}}";
const MAX_BYTES: usize = 1 << 20; // per body
const MAX_PUSHES: usize = 20;
const PATIENCE: Duration = Duration::from_secs(10);
const ATTEMPTS: u32 = 5;
const MAY_PASS: [u16; 2] = [408, 429]; // statuses

type Outcome<T> = Result<T, Box<dyn Error>>;
trait Wire: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Wire for T {}

fn receive(path: &str, body: &[u8]) {
    println!("{path}: {}", String::from_utf8_lossy(body)); // your code here
}

async fn open(uri: &Uri) -> Outcome<Box<dyn Wire>> {
    let host = uri.host().ok_or("no host")?;
    let secure = uri.scheme_str() == Some("https");
    let port = uri.port_u16().unwrap_or(if secure { 443 } else { 80 });
    let tcp = TcpStream::connect((host, port)).await?;
    if !secure {
        return Ok(Box::new(tcp));
    }
    let mut builder = SslConnector::builder(SslMethod::tls())?;
    builder.set_alpn_protos(b"\x02h2")?;
    let ssl = builder.build().configure()?.into_ssl(host)?;
    let mut tls = SslStream::new(ssl, tcp)?;
    Pin::new(&mut tls).connect().await?;
    match tls.ssl().selected_alpn_protocol() {
        Some(b"h2") => Ok(Box::new(tls)),
        _ => Err("the server does not speak HTTP/2".into()),
    }
}

async fn read(mut body: RecvStream) -> Outcome<Vec<u8>> {
    let mut bytes = Vec::new();
    while let Some(chunk) = body.data().await {
        let chunk = chunk?;
        body.flow_control().release_capacity(chunk.len())?;
        bytes.extend_from_slice(&chunk);
        if bytes.len() > MAX_BYTES {
            return Err("body too large".into());
        }
    }
    Ok(bytes)
}

async fn fetch() -> Outcome<()> {
    let uri: Uri = format!("{ENDPOINT}{PATH}").parse()?;
    let mut builder = client::Builder::new();
    builder
        .enable_push(true)
        .max_concurrent_streams(MAX_PUSHES as u32);
    let wire = open(&uri).await?;
    let (sender, connection) = builder.handshake::<_, Bytes>(wire).await?;
    tokio::spawn(connection);
    let mut sender = sender.ready().await?;
    let mut request = Request::get(uri);
    let token = env::var("TOKEN").unwrap_or_default(); // no secrets in code
    if !token.is_empty() {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    let request = request.body(())?;
    let (mut response, _) = sender.send_request(request, true)?;
    let mut pushes = response.push_promises();
    let pushed = async {
        while let Some(push) = pushes.push_promise().await {
            let (request, response) = push?.into_parts();
            let body = read(response.await?.into_body()).await?;
            receive(request.uri().path(), &body);
        }
        Outcome::Ok(())
    };
    let answered = async {
        let response = response.await?;
        let status = response.status();
        let body = read(response.into_body()).await?;
        if status.is_client_error() && !MAY_PASS.contains(&status.as_u16()) {
            return Err(Final(status).into());
        }
        if !status.is_success() {
            return Err(status.to_string().into());
        }
        receive(PATH, &body);
        Outcome::Ok(())
    };
    tokio::try_join!(pushed, answered)?;
    Ok(())
}

/// Errors that a retry cannot change.
#[derive(Debug)]
struct Final(StatusCode);

impl std::fmt::Display for Final {
    fn fmt(&self, out: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(out, "{}, not trying again", self.0)
    }
}

impl Error for Final {}

async fn run() -> Outcome<()> {
    for attempt in 1.. {
        let error: Box<dyn Error> = match timeout(PATIENCE, fetch()).await {
            Ok(Ok(())) => return Ok(()),
            Ok(Err(error)) => error,
            Err(late) => late.into(),
        };
        eprintln!("error: {error}");
        if attempt == ATTEMPTS || error.is::<Final>() {
            return Err(error);
        }
        // Jitter: not all clients reconnect at the same time.
        let share = rand::thread_rng().gen_range(0.5..1.0);
        sleep(Duration::from_millis(500 << attempt).mul_f64(share)).await;
    }
    Ok(())
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
        done = run() => done,
        stopping = stopped() => {
            stopping?;
            eprintln!("stopped before the answer");
            std::process::exit(1) // without waiting for a name lookup
        }
    }
}
