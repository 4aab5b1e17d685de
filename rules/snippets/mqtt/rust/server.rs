//! MQTT back end: publishes to a broker, which distributes the messages. Limits
//! waiting messages, reconnects with backoff.
use rand::Rng;
use rumqttc::{AsyncClient, Event, MqttOptions, Packet, QoS};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use std::{env, error::Error};
use tokio::signal::unix::{signal, SignalKind};
use tokio::time::{interval, sleep};

const ENDPOINT: &str = "{{endpoint}}";
/// Without wildcards, which are for subscribers.
const TOPIC: &str = "{{topic}}";
const QOS: u8 = "{{qos}}";
/// Two processes with the same name disconnect each other: by default, the name
/// is new for each run.
const NAME: &str = "{{client-id}}";
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LAST_PAUSE: Duration = Duration::from_secs(30);
const WAITING: usize = 1000; // messages

fn options() -> Result<MqttOptions, Box<dyn Error>> {
    // With mqtts:// and wss:// the system's certificate authorities count.
    let mut url = url::Url::parse(ENDPOINT)?;
    let name = env::var("MQTT_CLIENT_ID").unwrap_or_else(|_| NAME.into());
    let id = match name.as_str() {
        "" => format!("back-end-{}", uuid::Uuid::new_v4()),
        name => name.into(),
    };
    url.query_pairs_mut().append_pair("client_id", &id);
    let mut options = MqttOptions::parse_url(url)?;
    options.set_keep_alive(Duration::from_secs(30));
    options.set_clean_session(true);
    // Secrets come from the environment, never from the source.
    if let Ok(name) = env::var("MQTT_USERNAME") {
        let password = env::var("MQTT_PASSWORD").unwrap_or_default();
        options.set_credentials(name, password);
    }
    Ok(options)
}

async fn produce(client: AsyncClient, qos: QoS) {
    let mut tick = interval(Duration::from_secs(1));
    loop {
        tick.tick().await;
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        let payload = since.unwrap_or_default().as_secs().to_string();
        // Retained: later subscribers get the latest value immediately.
        if client.try_publish(TOPIC, qos, true, payload).is_err() {
            eprintln!("dropped: too many messages wait"); // your code here
        }
    }
}

async fn run() -> Result<(), Box<dyn Error>> {
    let (client, mut events) = AsyncClient::new(options()?, WAITING);
    tokio::spawn(produce(client, rumqttc::qos(QOS)?));
    let (mut pause, mut opened) = (FIRST_PAUSE, Instant::now());
    loop {
        match events.poll().await {
            Ok(Event::Incoming(Packet::ConnAck(_))) => {
                opened = Instant::now();
                eprintln!("connected");
            }
            Ok(Event::Incoming(Packet::PubAck(ack))) => {
                eprintln!("delivered {}", ack.pkid); // at QoS 1
            }
            Ok(Event::Incoming(Packet::PubComp(ack))) => {
                eprintln!("delivered {}", ack.pkid); // at QoS 2
            }
            Ok(_) => {}
            Err(error) => {
                // The next poll connects again, and sends unconfirmed messages.
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
async fn main() -> Result<(), Box<dyn Error>> {
    tokio::select! {
        failed = run() => failed,
        stopping = stopped() => Ok(stopping?),
    }
}
