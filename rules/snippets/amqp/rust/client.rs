//! AMQP 0-9-1 consumer: durable queue on a topic exchange, manual
//! acknowledgement, bounded prefetch, reconnects with backoff.
use futures_util::StreamExt;
use lapin::message::Delivery;
use lapin::options::{
    BasicAckOptions, BasicConsumeOptions, BasicNackOptions, BasicQosOptions,
    ExchangeDeclareOptions, QueueBindOptions, QueueDeclareOptions,
};
use lapin::types::FieldTable;
use lapin::{
    Channel, Connection, ConnectionProperties, Consumer, ExchangeKind,
};
use rand::Rng;
use std::time::{Duration, Instant};
use std::{env, error::Error};
use tokio::time::{sleep, timeout};

const ENDPOINT: &str = "{{endpoint}}";
const EXCHANGE: &str = "{{exchange}}";
const TOPIC: &str = "{{topic}}";
const QUEUE: &str = "{{queue}}";
/// Unacknowledged messages held here at once.
const PREFETCH: u16 = "{{prefetch}}";
/// True: the broker forgets a message once it is sent.
const NO_ACK: bool = "{{no-ack}}";

type Outcome<T> = Result<T, Box<dyn Error>>;

/// May see a message twice (a crash before the acknowledgement): check for
/// repeats. A message that fails comes once more, then goes to dead letters.
fn receive(message: &Delivery) -> Outcome<()> {
    let text = String::from_utf8_lossy(&message.data);
    println!("{} {text}", message.routing_key); // your code here
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
    url.query_pairs_mut().append_pair("heartbeat", "30"); // seconds
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
    let bind = QueueBindOptions::default();
    channel
        .queue_bind(QUEUE, EXCHANGE, TOPIC, bind, none())
        .await?;
    let mut consume = BasicConsumeOptions::default();
    consume.no_ack = NO_ACK;
    channel.basic_consume(QUEUE, "", consume, none()).await
}

async fn consume() -> Outcome<()> {
    let connection = dial().await?;
    let channel = connection.create_channel().await?;
    let mut deliveries = subscribe(&channel).await?;
    eprintln!("consuming");
    while let Some(delivery) = deliveries.next().await {
        let delivery = delivery?;
        let outcome = receive(&delivery).map_err(|error| error.to_string());
        if let Err(error) = &outcome {
            eprintln!("failed: {error}");
        }
        if NO_ACK {
            continue;
        }
        if outcome.is_ok() {
            delivery.ack(BasicAckOptions::default()).await?;
        } else {
            let mut again = BasicNackOptions::default();
            again.requeue = !delivery.redelivered;
            delivery.nack(again).await?;
        }
    }
    Err("the broker has cancelled the consumer".into())
}

#[tokio::main]
async fn main() {
    let mut failures = 0;
    loop {
        let started = Instant::now();
        if let Err(error) = consume().await {
            eprintln!("error: {error}");
        }
        if started.elapsed() > Duration::from_secs(60) {
            failures = 0;
        }
        let ceiling = Duration::from_secs(1 << failures.min(5));
        failures += 1;
        // Jitter: not all clients come back at once.
        sleep(ceiling.mul_f64(rand::thread_rng().gen_range(0.5..1.0))).await;
    }
}
