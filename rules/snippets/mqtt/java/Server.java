// MQTT back end: publishes to a broker, which distributes the messages. Waits
// for acknowledgements, limits waiting messages, reconnects with backoff.
import com.hivemq.client.mqtt.*;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedContext;
import com.hivemq.client.mqtt.mqtt3.*;
import java.net.URI;
import java.time.Instant;
import java.util.*;
import java.util.concurrent.*;

public class Server {
  static final URI ENDPOINT = URI.create("{{endpoint}}");
  static final String TOPIC = "{{topic}}"; // no wildcards
  static final MqttQos QOS = MqttQos.fromCode("{{qos}}");
  // Two processes with the same name disconnect each other: by default, the
  // name is new for each run, because a publisher needs no session.
  static final String NAME =
      System.getenv().getOrDefault("MQTT_CLIENT_ID", "{{client-id}}");
  static final int WAITING_LIMIT = 1000; // messages
  static final double FIRST_PAUSE_MS = 1000;
  static final double LAST_PAUSE_MS = 30_000;

  static final Semaphore room = new Semaphore(WAITING_LIMIT);
  static Mqtt3AsyncClient client;
  static double pauseMs = FIRST_PAUSE_MS;
  static volatile long openedAt = Long.MAX_VALUE;

  /** Retained: later subscribers get the latest value immediately. */
  static void publish(String payload) {
    if (!room.tryAcquire()) {
      System.err.println("dropped: too many messages wait");
      return;
    }
    client.publishWith().topic(TOPIC).payload(payload.getBytes())
        .qos(QOS).retain(true).send().whenComplete((sent, error) -> {
          room.release();
          if (error == null) System.err.println("delivered to " + TOPIC);
          else System.err.println("not delivered: " + error);
        });
  }

  /** Starts anew only after a connection that lasted: two of one name fight. */
  static void comeBack(MqttClientDisconnectedContext context) {
    System.err.println("disconnected: " + context.getCause());
    boolean lasted = System.nanoTime() - openedAt > LAST_PAUSE_MS * 1e6;
    if (lasted) pauseMs = FIRST_PAUSE_MS;
    openedAt = Long.MAX_VALUE;
    // Jitter, so that not all clients reconnect at the same time.
    long delayMs = (long) (pauseMs * (0.5 + Math.random() / 2));
    context.getReconnector().reconnect(true).republishIfSessionExpired(true)
        .delay(delayMs, TimeUnit.MILLISECONDS);
    pauseMs = Math.min(LAST_PAUSE_MS, pauseMs * 2);
  }

  static Mqtt3AsyncClient configure() {
    String scheme = ENDPOINT.getScheme();
    boolean secure = scheme.equals("mqtts") || scheme.equals("wss");
    var builder = MqttClient.builder().useMqttVersion3()
        .identifier(NAME.isEmpty() ? "back-end-" + UUID.randomUUID() : NAME)
        .serverHost(ENDPOINT.getHost())
        .serverPort(ENDPOINT.getPort() > 0 ? ENDPOINT.getPort()
            : secure ? 8883 : 1883)
        .addConnectedListener(context -> {
          openedAt = System.nanoTime();
          System.err.println("connected");
        })
        .addDisconnectedListener(Server::comeBack);
    if (secure) builder = builder.sslWithDefaultConfig();
    // Secrets come from the environment, never from the source.
    String user = System.getenv("MQTT_USERNAME");
    if (user != null)
      builder = builder.simpleAuth().username(user)
          .password(System.getenv("MQTT_PASSWORD").getBytes())
          .applySimpleAuth();
    return builder.buildAsync();
  }

  /** A timer ends without a word once its task throws. */
  static void tick() {
    try {
      publish(Instant.now().toString()); // your code here
    } catch (RuntimeException error) {
      System.err.println("error: " + error); // the next tick tries again
    }
  }

  public static void main(String[] args) {
    client = configure();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      try { // for messages in transit
        room.tryAcquire(WAITING_LIMIT, 1, TimeUnit.SECONDS);
      } catch (InterruptedException error) {
        Thread.currentThread().interrupt();
      }
      client.disconnect();
    }));
    client.connectWith().cleanSession(true).keepAlive(30).send();
    Executors.newSingleThreadScheduledExecutor().scheduleAtFixedRate(
        Server::tick, 0, 1, TimeUnit.SECONDS);
  }
}
