//! MQTT client: acknowledges finished messages, keeps its session, reconnects
//! with backoff. Your code may get a message twice: check for this.
use rand::Rng;
use rumqttc::{
    AsyncClient, Event, EventLoop, LastWill, MqttOptions, Packet, Publish, QoS,
    SubscribeReasonCode,
};
use std::time::{Duration, Instant};
use std::{env, error::Error};
use tokio::signal::unix::{signal, SignalKind};
use tokio::sync::mpsc::{channel, Receiver, Sender};
use tokio::time::{sleep, timeout};

const ENDPOINT: &str = "{{endpoint}}";
const TOPIC: &str = "{{topic}}";
const QOS: u8 = "{{qos}}";
/// A different name on every device, the same after a restart: the broker then
/// stores messages while the client is offline. Two clients with the same name
/// disconnect each other. Empty: a new name, and no session, for each run.
const NAME: &str = "{{client-id}}";
/// For a person to inspect; MQTT has no dead letters.
const FAILED: &str = "failed/";
const ATTEMPTS: u32 = 5;
const WAITING: usize = 1000; // messages
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LAST_PAUSE: Duration = Duration::from_secs(30);

type Outcome<T> = Result<T, Box<dyn Error>>;

fn receive(message: &Publish) -> Result<(), String> {
    let text = String::from_utf8_lossy(&message.payload);
    println!("{} {text}", message.topic); // your code here
    Ok(())
}

/// The client acknowledges the message only after this.
async fn handle(client: &AsyncClient, message: Publish) -> Outcome<()> {
    for attempt in 1..=ATTEMPTS {
        match receive(&message) {
            Ok(()) => return Ok(client.ack(&message).await?),
            Err(error) => eprintln!("failed ({attempt}): {error}"),
        }
        if attempt < ATTEMPTS {
            sleep(Duration::from_millis(500 << attempt)).await;
        }
    }
    if !message.topic.starts_with(FAILED) {
        let topic = format!("{FAILED}{}", message.topic);
        let payload = message.payload.to_vec();
        client.publish(topic, message.qos, false, payload).await?;
    }
    Ok(client.ack(&message).await?)
}

async fn work(client: AsyncClient, mut inbox: Receiver<Publish>) {
    while let Some(message) = inbox.recv().await {
        if let Err(error) = handle(&client, message).await {
            eprintln!("not acknowledged: {error}");
        }
    }
}

fn options(id: &str, is_new: bool, will: LastWill) -> Outcome<MqttOptions> {
    // With mqtts:// and wss:// the system's certificate authorities count.
    let mut url = url::Url::parse(ENDPOINT)?;
    url.query_pairs_mut().append_pair("client_id", id);
    let mut options = MqttOptions::parse_url(url)?;
    options.set_keep_alive(Duration::from_secs(30));
    options.set_clean_session(is_new || QOS == 0);
    options.set_manual_acks(true);
    options.set_last_will(will);
    // Secrets come from the environment, never from the source.
    if let Ok(name) = env::var("MQTT_USERNAME") {
        let password = env::var("MQTT_PASSWORD").unwrap_or_default();
        options.set_credentials(name, password);
    }
    Ok(options)
}

async fn run(
    client: &AsyncClient,
    events: &mut EventLoop,
    inbox: Sender<Publish>,
    online: &str,
) -> Outcome<()> {
    let (mut pause, mut opened) = (FIRST_PAUSE, Instant::now());
    loop {
        match events.poll().await {
            Ok(Event::Incoming(Packet::ConnAck(ack))) => {
                opened = Instant::now();
                eprintln!("connected, resumed: {}", ack.session_present);
                // Does not wait: this loop empties the queue.
                client.try_subscribe(TOPIC, rumqttc::qos(QOS)?)?;
                client.try_publish(online, QoS::AtLeastOnce, true, "true")?;
            }
            Ok(Event::Incoming(Packet::SubAck(ack))) => {
                let refused = SubscribeReasonCode::Failure;
                match ack.return_codes.contains(&refused) {
                    true => eprintln!("the broker refuses {TOPIC}"),
                    false => eprintln!("subscribed"),
                }
            }
            Ok(Event::Incoming(Packet::Publish(message))) => {
                if inbox.try_send(message).is_err() {
                    eprintln!("too many wait: it comes again later");
                }
            }
            Ok(_) => {}
            Err(error) => {
                // The next poll connects again.
                eprintln!("disconnected: {error}");
                if opened.elapsed() > 2 * LAST_PAUSE {
                    pause = FIRST_PAUSE; // the connection was stable
                }
                // Jitter, so that not all clients reconnect at the same time.
                let share = rand::thread_rng().gen_range(0.5..1.0);
                sleep(pause.mul_f64(share)).await;
                pause = LAST_PAUSE.min(pause * 2);
            }
        }
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
    let name = env::var("MQTT_CLIENT_ID").unwrap_or_else(|_| NAME.into());
    let id = match name.as_str() {
        "" => format!("client-{}", uuid::Uuid::new_v4()),
        name => name.into(),
    };
    let online = format!("clients/{id}/online");
    let will = LastWill::new(&online, "false", QoS::AtLeastOnce, true);
    let options = options(&id, name.is_empty(), will)?;
    let (client, mut events) = AsyncClient::new(options, WAITING);
    let (inbox, messages) = channel(WAITING);
    tokio::spawn(work(client.clone(), messages));
    tokio::select! {
        failed = run(&client, &mut events, inbox, &online) => return failed,
        stopping = stopped() => stopping?,
    }
    // After a clean disconnect, the broker does not send the will.
    client.try_publish(&online, QoS::AtLeastOnce, true, "false")?;
    client.try_disconnect()?;
    let goodbye = async { while events.poll().await.is_ok() {} };
    let _ = timeout(Duration::from_secs(1), goodbye).await;
    Ok(())
}
