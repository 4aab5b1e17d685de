//! MQTT client: keeps its session at the broker, reconnects with backoff,
//! bounds what waits.
use rand::Rng;
use rumqttc::{
    AsyncClient, Event, LastWill, MqttOptions, Packet, Publish, QoS,
    SubscribeReasonCode,
};
use std::{env, error::Error, time::Duration};
use tokio::time::sleep;

const ENDPOINT: &str = "{{endpoint}}";
const TOPIC: &str = "{{topic}}";
const QOS: u8 = "{{qos}}";
/// One per device: a second one with the same name throws the first one out.
const CLIENT_ID: &str = "{{client-id}}";
const WAITING: usize = 1000; // messages

/// At QoS 1 a message may come twice; at QoS 2 your effect still may, if you
/// crash: check for repeats.
fn receive(message: Publish) {
    let text = String::from_utf8_lossy(&message.payload);
    println!("{} {text}", message.topic); // your code here
}

fn options(will: LastWill) -> Result<MqttOptions, Box<dyn Error>> {
    // With mqtts:// and wss:// the system's certificate authorities count.
    let mut url = url::Url::parse(ENDPOINT)?;
    url.query_pairs_mut().append_pair("client_id", CLIENT_ID);
    let mut options = MqttOptions::parse_url(url)?;
    options.set_keep_alive(Duration::from_secs(30));
    // Above 0 the broker keeps subscription and messages while we are away.
    options.set_clean_session(QOS == 0);
    options.set_last_will(will);
    // Secrets come from the environment, never from the source.
    if let Ok(name) = env::var("MQTT_USERNAME") {
        let password = env::var("MQTT_PASSWORD").unwrap_or_default();
        options.set_credentials(name, password);
    }
    Ok(options)
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let qos = rumqttc::qos(QOS)?;
    let online = format!("clients/{CLIENT_ID}/online");
    let will = LastWill::new(&online, "false", QoS::AtLeastOnce, true);
    let (client, mut events) = AsyncClient::new(options(will)?, WAITING);
    let mut failures = 0;
    loop {
        match events.poll().await {
            Ok(Event::Incoming(Packet::ConnAck(ack))) => {
                failures = 0;
                eprintln!(
                    "connected, session resumed: {}",
                    ack.session_present
                );
                // Without waiting: this loop is what empties the queue.
                client.try_subscribe(TOPIC, qos)?;
                let once = QoS::AtLeastOnce;
                client.try_publish(&online, once, true, "true")?;
            }
            Ok(Event::Incoming(Packet::SubAck(ack))) => {
                let refused = SubscribeReasonCode::Failure;
                match ack.return_codes.contains(&refused) {
                    true => eprintln!("the broker refuses {TOPIC}"),
                    false => eprintln!("subscribed"),
                }
            }
            Ok(Event::Incoming(Packet::Publish(message))) => receive(message),
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
