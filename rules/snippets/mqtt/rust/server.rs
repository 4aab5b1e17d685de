//! MQTT back end: publishes to a broker, which fans out. Bounds what waits,
//! reconnects with backoff.
use rand::Rng;
use rumqttc::{AsyncClient, Event, MqttOptions, Packet, QoS};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use std::{env, error::Error};
use tokio::time::{interval, sleep};

const ENDPOINT: &str = "{{endpoint}}";
/// Without wildcards: those are for subscribers.
const TOPIC: &str = "{{topic}}";
const QOS: u8 = "{{qos}}";
const CLIENT_ID: &str = "{{client-id}}";
const WAITING: usize = 1000; // messages

fn options() -> Result<MqttOptions, Box<dyn Error>> {
    // With mqtts:// and wss:// the system's certificate authorities count.
    let mut url = url::Url::parse(ENDPOINT)?;
    url.query_pairs_mut().append_pair("client_id", CLIENT_ID);
    let mut options = MqttOptions::parse_url(url)?;
    options.set_keep_alive(Duration::from_secs(30));
    // What was not acknowledged goes out again after a reconnection.
    options.set_clean_session(false);
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
        // Retained: who subscribes later gets the latest value at once.
        if client.try_publish(TOPIC, qos, true, payload).is_err() {
            eprintln!("dropped: too many messages wait"); // your code here
        }
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let (client, mut events) = AsyncClient::new(options()?, WAITING);
    tokio::spawn(produce(client, rumqttc::qos(QOS)?));
    let mut failures = 0;
    loop {
        match events.poll().await {
            Ok(Event::Incoming(Packet::ConnAck(_))) => {
                failures = 0;
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
                // The next poll connects again.
                eprintln!("disconnected: {error}");
                let ceiling = Duration::from_secs(1 << failures.min(5));
                failures += 1;
                // Jitter: not all clients come back at once.
                let share = rand::thread_rng().gen_range(0.5..1.0);
                sleep(ceiling.mul_f64(share)).await;
            }
        }
    }
}
