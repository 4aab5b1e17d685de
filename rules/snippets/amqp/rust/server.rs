//! AMQP 0-9-1 publisher: keeps messages in order until they are confirmed and
//! in a queue, reconnects. Receivers may get a message twice.
use lapin::options::{
    BasicPublishOptions, ConfirmSelectOptions, ExchangeDeclareOptions,
};
use lapin::publisher_confirm::Confirmation;
use lapin::types::FieldTable;
use lapin::{BasicProperties, Connection, ConnectionProperties, ExchangeKind};
use rand::Rng;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use std::{env, error::Error};
use tokio::signal::unix::{signal, SignalKind};
use tokio::sync::mpsc::{channel, Receiver, Sender};
use tokio::time::{interval, sleep, timeout};

const ENDPOINT: &str = "{{endpoint}}";
const EXCHANGE: &str = "{{exchange}}";
const TOPIC: &str = "{{topic}}";
const WAITING: usize = 1000; // messages
const PERSISTENT: u8 = 2;
const RETRY_AFTER: Duration = Duration::from_secs(5);

const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LAST_PAUSE: Duration = Duration::from_secs(30);

type Outcome<T> = Result<T, Box<dyn Error>>;

async fn dial() -> Outcome<Connection> {
    let mut url = url::Url::parse(ENDPOINT)?;
    if let Ok(name) = env::var("AMQP_USERNAME") {
        // Secrets come from the environment, never from the source.
        let password = env::var("AMQP_PASSWORD").unwrap_or_default();
        url.set_username(&name).map_err(|_| "no place for a name")?;
        url.set_password(Some(&password))
            .map_err(|_| "no place for it")?;
    }
    url.query_pairs_mut().append_pair("heartbeat", "10"); // seconds
    let properties = ConnectionProperties::default()
        .with_executor(tokio_executor_trait::Tokio::current())
        .with_reactor(tokio_reactor_trait::Tokio);
    let connecting = Connection::connect(url.as_str(), properties);
    Ok(timeout(Duration::from_secs(10), connecting).await??)
}

/// Keeps an unconfirmed message in `unsent` and sends it again, so receivers
/// may get it twice.
async fn serve(
    waiting: &mut Receiver<String>,
    unsent: &mut Option<String>,
) -> Outcome<()> {
    let connection = dial().await?;
    let channel = connection.create_channel().await?;
    let mut exchange = ExchangeDeclareOptions::default();
    exchange.durable = true;
    let (kind, none) = (ExchangeKind::Topic, FieldTable::default());
    channel
        .exchange_declare(EXCHANGE, kind, exchange, none)
        .await?;
    channel
        .confirm_select(ConfirmSelectOptions::default())
        .await?;
    eprintln!("connected");
    loop {
        if unsent.is_none() {
            *unsent = waiting.recv().await;
        }
        let body = unsent.as_deref().ok_or("nothing more to send")?;
        let mut options = BasicPublishOptions::default();
        options.mandatory = true; // unroutable messages return
        let properties = BasicProperties::default();
        let properties = properties.with_delivery_mode(PERSISTENT);
        let body = body.as_bytes();
        let publishing =
            channel.basic_publish(EXCHANGE, TOPIC, options, body, properties);
        let confirming = publishing.await?;
        match timeout(Duration::from_secs(60), confirming).await?? {
            Confirmation::Ack(None) => {
                eprintln!("confirmed {TOPIC}");
                *unsent = None;
                continue;
            }
            Confirmation::Ack(Some(_)) => eprintln!("no queue takes {TOPIC}"),
            _ => eprintln!("the broker refuses it"),
        }
        eprintln!("not delivered, trying again");
        sleep(RETRY_AFTER).await;
    }
}

async fn produce(messages: Sender<String>) {
    let mut tick = interval(Duration::from_secs(1));
    loop {
        tick.tick().await;
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        let body = since.unwrap_or_default().as_secs().to_string();
        if messages.try_send(body).is_err() {
            eprintln!("dropped: too many messages wait"); // your code here
        }
    }
}

async fn run() {
    let mut pause = FIRST_PAUSE;
    let (messages, mut waiting) = channel(WAITING);
    tokio::spawn(produce(messages));
    let mut unsent = None;
    loop {
        let started = Instant::now();
        if let Err(error) = serve(&mut waiting, &mut unsent).await {
            eprintln!("error: {error}");
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
        _ = run() => Ok(()),
        stopping = stopped() => Ok(stopping?),
    }
}
