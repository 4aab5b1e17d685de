//! AMQP 0-9-1 consumer: acknowledges finished messages, retries failed messages
//! later, limits the prefetch, reconnects. Your code may get a message twice,
//! and failed messages out of order: check for this.
use futures_util::StreamExt;
use lapin::message::Delivery;
use lapin::options::{
    BasicAckOptions, BasicConsumeOptions, BasicPublishOptions, BasicQosOptions,
    ConfirmSelectOptions, ExchangeDeclareOptions, QueueBindOptions,
    QueueDeclareOptions,
};
use lapin::publisher_confirm::Confirmation;
use lapin::types::{AMQPValue, FieldTable};
use lapin::{
    Channel, Connection, ConnectionProperties, Consumer, ExchangeKind,
};
use rand::Rng;
use std::time::{Duration, Instant};
use std::{env, error::Error};
use tokio::signal::unix::{signal, SignalKind};
use tokio::time::{sleep, timeout};

const ENDPOINT: &str = "{{endpoint}}";
const EXCHANGE: &str = "{{exchange}}";
const TOPIC: &str = "{{topic}}";
const QUEUE: &str = "{{queue}}";
/// Unacknowledged messages at the same time.
const PREFETCH: u16 = "{{prefetch}}";
/// True: the broker deletes a message after it is sent.
const NO_ACK: bool = "{{no-ack}}";
const ATTEMPTS: i32 = 5;
const RETRY_MS: i32 = 5000;
const PERSISTENT: u8 = 2;

const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LAST_PAUSE: Duration = Duration::from_secs(30);

type Outcome<T> = Result<T, Box<dyn Error>>;

fn receive(topic: &str, body: &[u8]) -> Result<(), String> {
    println!("{topic} {}", String::from_utf8_lossy(body)); // your code here
    Ok(())
}

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

async fn subscribe(channel: &Channel) -> lapin::Result<Consumer> {
    let none = FieldTable::default;
    let limits = BasicQosOptions::default();
    channel.basic_qos(PREFETCH, limits).await?;
    let mut exchange = ExchangeDeclareOptions::default();
    exchange.durable = true;
    let kind = ExchangeKind::Topic;
    channel
        .exchange_declare(EXCHANGE, kind, exchange, none())
        .await?;
    let mut queue = QueueDeclareOptions::default();
    queue.durable = true;
    channel.queue_declare(QUEUE, queue, none()).await?;
    // What failed waits in one queue and comes back; the other keeps what
    // failed too often, for a person to inspect.
    let long = |text: &str| AMQPValue::LongString(text.into());
    let mut back = none();
    back.insert("x-message-ttl".into(), AMQPValue::LongInt(RETRY_MS));
    back.insert("x-dead-letter-exchange".into(), long(""));
    back.insert("x-dead-letter-routing-key".into(), long(QUEUE));
    let [retry, failed] =
        ["retry", "failed"].map(|one| format!("{QUEUE}.{one}"));
    channel.queue_declare(&retry, queue, back).await?;
    channel.queue_declare(&failed, queue, none()).await?;
    let confirms = ConfirmSelectOptions::default();
    channel.confirm_select(confirms).await?;
    let bind = QueueBindOptions::default();
    channel
        .queue_bind(QUEUE, EXCHANGE, TOPIC, bind, none())
        .await?;
    let mut consume = BasicConsumeOptions::default();
    consume.no_ack = NO_ACK;
    channel.basic_consume(QUEUE, "", consume, none()).await
}

fn headers_of(message: &Delivery) -> FieldTable {
    message.properties.headers().clone().unwrap_or_default()
}

/// The original routing key.
fn topic_of(message: &Delivery) -> String {
    match headers_of(message).inner().get("x-topic") {
        Some(AMQPValue::LongString(topic)) => topic.to_string(),
        _ => message.routing_key.to_string(),
    }
}

/// Returns once the broker has the message in another queue.
async fn set_aside(
    channel: &Channel,
    message: &Delivery,
    topic: &str,
) -> Outcome<()> {
    let mut headers = headers_of(message);
    let attempts = match headers.inner().get("x-attempts") {
        Some(AMQPValue::LongInt(before)) => before + 1,
        _ => 1,
    };
    let queue = match attempts < ATTEMPTS {
        true => format!("{QUEUE}.retry"),
        false => format!("{QUEUE}.failed"),
    };
    headers.insert("x-attempts".into(), AMQPValue::LongInt(attempts));
    headers.insert("x-topic".into(), AMQPValue::LongString(topic.into()));
    let properties = message.properties.clone().with_headers(headers);
    let properties = properties.with_delivery_mode(PERSISTENT);
    let mut options = BasicPublishOptions::default();
    options.mandatory = true;
    let publishing = channel
        .basic_publish("", &queue, options, &message.data, properties)
        .await?;
    match publishing.await? {
        Confirmation::Ack(None) => Ok(eprintln!("moved to {queue}")),
        _ => Err(format!("{queue} did not take it").into()),
    }
}

async fn consume() -> Outcome<()> {
    let connection = dial().await?;
    let channel = connection.create_channel().await?;
    let mut deliveries = subscribe(&channel).await?;
    eprintln!("consuming");
    while let Some(delivery) = deliveries.next().await {
        let delivery = delivery?;
        let topic = topic_of(&delivery);
        let outcome = receive(&topic, &delivery.data);
        if let Err(error) = &outcome {
            eprintln!("failed: {error}");
        }
        if NO_ACK {
            continue;
        }
        if outcome.is_err() {
            set_aside(&channel, &delivery, &topic).await?;
        }
        delivery.ack(BasicAckOptions::default()).await?;
    }
    Err("the broker has cancelled the consumer".into())
}

async fn run() {
    let mut pause = FIRST_PAUSE;
    loop {
        let started = Instant::now();
        if let Err(error) = consume().await {
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
        stopping = stopped() => Ok(stopping?), // the rest returns
    }
}
