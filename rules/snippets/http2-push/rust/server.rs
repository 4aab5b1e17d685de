//! HTTP/2 server that pushes a style sheet with its page, to clients that still
//! accept push. Browsers accept none. h2 0.3 delays a push until the client has
//! sent its limit of concurrent streams.
use bytes::Bytes;
use h2::server::{self, SendResponse};
use h2::RecvStream;
use http::{uri::PathAndQuery, Method, Request, Response, StatusCode, Uri};
use openssl::memcmp::eq;
use openssl::ssl::{select_next_proto, AlpnError};
use openssl::ssl::{Ssl, SslAcceptor, SslFiletype, SslMethod};
use std::{env, error::Error, pin::Pin, time::Duration};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::signal::unix::{signal, SignalKind};
use tokio::time::{sleep, timeout};
use tokio_openssl::SslStream;

const PORT: u16 = "{{port}}";
const PATH: &str = "{{path}}";
const PAGE: &str = // your code here
    "<!doctype html><link rel=\"stylesheet\" href=\"/style.css\"><p>Hello";
const STYLE_PATH: &str = "/style.css";
const STYLE: &str = "p { color: green }";
const MAX_STREAMS: u32 = 100; // concurrent, per connection
const IDLE: Duration = Duration::from_secs(60);

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

fn head(status: StatusCode, kind: &str) -> http::Result<Response<()>> {
    let head = Response::builder().status(status);
    head.header("content-type", kind).body(())
}

/// Promised before the page, which names it.
fn push(respond: &mut SendResponse<Bytes>, uri: &Uri) -> Outcome<()> {
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::from_static(STYLE_PATH));
    let promise = Request::get(Uri::from_parts(parts)?).body(())?;
    let mut pushed = respond.push_request(promise)?;
    let head = head(StatusCode::OK, "text/css")?;
    pushed
        .send_response(head, false)?
        .send_data(STYLE.into(), true)?;
    Ok(())
}

fn answer(
    request: Request<RecvStream>,
    mut respond: SendResponse<Bytes>,
) -> Outcome<()> {
    let token = env::var("TOKEN").unwrap_or_default(); // no secrets in code
    let wanted = format!("Bearer {token}");
    let given = request.headers().get("authorization");
    let given = given.map_or(&b""[..], |value| value.as_bytes());
    // OpenSSL compares in constant time.
    let is_known = token.is_empty()
        || wanted.len() == given.len() && eq(wanted.as_bytes(), given);
    let found = match (request.method(), request.uri().path()) {
        _ if !is_known => None,
        (&Method::GET, PATH) => Some(("text/html; charset=utf-8", PAGE)),
        (&Method::GET, STYLE_PATH) => Some(("text/css", STYLE)),
        _ => None,
    };
    let (status, (kind, body)) = match found {
        Some(found) => (StatusCode::OK, found),
        None if is_known => (StatusCode::NOT_FOUND, ("text/plain", "not here")),
        None => (StatusCode::UNAUTHORIZED, ("text/plain", "no valid token")),
    };
    if body == PAGE {
        if let Err(refused) = push(&mut respond, request.uri()) {
            eprintln!("not pushed: {refused}");
        }
    }
    let head = head(status, kind)?;
    respond
        .send_response(head, false)?
        .send_data(body.into(), true)?;
    Ok(())
}

async fn converse<W>(wire: W) -> Outcome<()>
where
    W: AsyncRead + AsyncWrite + Unpin,
{
    let mut builder = server::Builder::new();
    builder.max_concurrent_streams(MAX_STREAMS);
    let hands = builder.handshake::<_, Bytes>(wire);
    let mut connection = timeout(IDLE, hands).await??;
    while let Some(accepted) = timeout(IDLE, connection.accept()).await? {
        let (request, respond) = accepted?;
        if let Err(error) = answer(request, respond) {
            eprintln!("stream: {error}"); // the client may leave at any time
        }
    }
    Ok(())
}

/// Browsers speak HTTP/2 over TLS only.
fn secure() -> Outcome<Option<SslAcceptor>> {
    let cert = match env::var("TLS_CERT_FILE") {
        Ok(cert) => cert,
        Err(_) => return Ok(None),
    };
    let mut builder = SslAcceptor::mozilla_intermediate_v5(SslMethod::tls())?;
    builder.set_certificate_chain_file(cert)?;
    builder
        .set_private_key_file(env::var("TLS_KEY_FILE")?, SslFiletype::PEM)?;
    builder.set_alpn_select_callback(|_, offered| {
        select_next_proto(b"\x02h2", offered).ok_or(AlpnError::ALERT_FATAL)
    });
    Ok(Some(builder.build()))
}

async fn serve(tcp: TcpStream, tls: Option<SslAcceptor>) -> Outcome<()> {
    let acceptor = match tls {
        Some(acceptor) => acceptor,
        None => return converse(tcp).await,
    };
    let mut wire = SslStream::new(Ssl::new(acceptor.context())?, tcp)?;
    timeout(IDLE, Pin::new(&mut wire).accept()).await??;
    converse(wire).await
}

#[tokio::main]
async fn main() -> Outcome<()> {
    let tls = secure()?;
    let listener = TcpListener::bind(("0.0.0.0", PORT)).await?;
    let mut stop = signal(SignalKind::terminate())?;
    eprintln!("listening on {PORT}");
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                let Ok((tcp, _)) = accepted else {
                    sleep(Duration::from_millis(100)).await; // all sockets used
                    continue;
                };
                let serving = serve(tcp, tls.clone());
                tokio::spawn(async {
                    if let Err(error) = serving.await {
                        eprintln!("client: {error}");
                    }
                });
            }
            _ = stop.recv() => return Ok(()),
            _ = tokio::signal::ctrl_c() => return Ok(()),
        }
    }
}
