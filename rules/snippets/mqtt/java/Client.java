// MQTT client: acknowledges finished messages, keeps its session, reconnects
// with backoff. Your code may get a message twice: check for this.
import com.hivemq.client.mqtt.*;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedContext;
import com.hivemq.client.mqtt.mqtt3.*;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.*;
import java.util.concurrent.*;

public class Client {
  static final URI ENDPOINT = URI.create("{{endpoint}}");
  static final String TOPIC = "{{topic}}";
  static final MqttQos QOS = MqttQos.fromCode("{{qos}}");
  // A different name on every device, the same after a restart: the broker then
  // stores messages while the client is offline. Two clients with the same name
  // disconnect each other. Empty: a new name, and no session, for each run.
  static final String NAME =
      System.getenv().getOrDefault("MQTT_CLIENT_ID", "{{client-id}}");
  static final String CLIENT_ID =
      NAME.isEmpty() ? "client-" + UUID.randomUUID() : NAME;
  static final String ONLINE = "clients/" + CLIENT_ID + "/online";
  static final String FAILED = "failed/"; // MQTT has no dead letters
  static final int ATTEMPTS = 5;
  static final double FIRST_PAUSE_MS = 1000;
  static final double LAST_PAUSE_MS = 30_000;

  static Mqtt3AsyncClient client;
  static double pauseMs = FIRST_PAUSE_MS;
  static volatile long openedAt = Long.MAX_VALUE;

  static void receive(String topic, String payload) {
    System.out.println(topic + " " + payload); // your code here
  }

  /** The client acknowledges the message only after this. */
  static void handle(Mqtt3Publish message) {
    String topic = message.getTopic().toString();
    byte[] payload = message.getPayloadAsBytes();
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        receive(topic, new String(payload, StandardCharsets.UTF_8));
        message.acknowledge();
        return;
      } catch (RuntimeException error) {
        System.err.println("failed (" + attempt + "): " + error);
        if (attempt < ATTEMPTS) pause(500L << attempt);
      }
    }
    if (!topic.startsWith(FAILED)) publish(FAILED + topic, payload, false);
    message.acknowledge();
  }

  static void pause(long ms) {
    try {
      Thread.sleep(ms);
    } catch (InterruptedException error) {
      Thread.currentThread().interrupt();
    }
  }

  static CompletableFuture<?> publish(String topic, byte[] data, boolean keep) {
    return client.publishWith().topic(topic).payload(data)
        .qos(MqttQos.AT_LEAST_ONCE).retain(keep).send()
        .whenComplete((sent, error) -> {
          if (error != null) System.err.println("not sent: " + error);
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
    context.getReconnector().reconnect(true)
        .delay(delayMs, TimeUnit.MILLISECONDS);
    pauseMs = Math.min(LAST_PAUSE_MS, pauseMs * 2);
  }

  static Mqtt3AsyncClient configure() {
    String scheme = ENDPOINT.getScheme();
    boolean secure = scheme.equals("mqtts") || scheme.equals("wss");
    var builder = MqttClient.builder().useMqttVersion3().identifier(CLIENT_ID)
        .serverHost(ENDPOINT.getHost())
        .serverPort(ENDPOINT.getPort() > 0 ? ENDPOINT.getPort()
            : secure ? 8883 : 1883)
        .willPublish().topic(ONLINE).payload("false".getBytes())
        .qos(MqttQos.AT_LEAST_ONCE).retain(true).applyWillPublish()
        .addConnectedListener(context -> {
          openedAt = System.nanoTime();
          System.err.println("connected");
          publish(ONLINE, "true".getBytes(), true);
        })
        .addDisconnectedListener(Client::comeBack);
    if (secure) builder = builder.sslWithDefaultConfig();
    // Secrets come from the environment, never from the source.
    String user = System.getenv("MQTT_USERNAME");
    if (user != null)
      builder = builder.simpleAuth().username(user)
          .password(System.getenv("MQTT_PASSWORD").getBytes())
          .applySimpleAuth();
    return builder.buildAsync();
  }

  public static void main(String[] args) throws Exception {
    client = configure();
    // One after the other; the library limits what the broker may send.
    Executor worker = Executors.newSingleThreadExecutor();
    client.publishes(MqttGlobalPublishFilter.ALL, Client::handle, worker, true);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      // After a clean disconnect, the broker does not send the will.
      if (!client.getState().isConnected()) return;
      publish(ONLINE, "false".getBytes(), true)
          .thenCompose(sent -> client.disconnect())
          .orTimeout(1, TimeUnit.SECONDS).exceptionally(error -> null).join();
    }));
    boolean isNew = NAME.isEmpty() || QOS == MqttQos.AT_MOST_ONCE;
    client.connectWith().cleanSession(isNew).keepAlive(30).send().join();
    client.subscribeWith().topicFilter(TOPIC).qos(QOS).send().join();
    System.err.println("subscribed");
    Thread.currentThread().join(); // until a signal
  }
}
