// AMQP 0-9-1 consumer: acknowledges what is done, tries again later what
// failed, bounded prefetch, reconnects. It may see a message twice, and those
// that failed out of order: check for that.
import com.rabbitmq.client.*;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.*;
import java.util.concurrent.*;
import javax.net.ssl.*;

public class Client {
  static final String ENDPOINT = "{{endpoint}}";
  static final String EXCHANGE = "{{exchange}}";
  static final String TOPIC = "{{topic}}";
  static final String QUEUE = "{{queue}}";
  static final int PREFETCH = "{{prefetch}}"; // unacknowledged, held here
  // True: the broker forgets a message once it is sent.
  static final boolean NO_ACK = "{{no-ack}}";
  static final String RETRY = QUEUE + ".retry"; // waits here, then comes back
  static final String FAILED = QUEUE + ".failed"; // for a person to look at
  static final int ATTEMPTS = 5;
  static final double FIRST_PAUSE_MS = 1000;
  static final double LAST_PAUSE_MS = 30_000;

  static void receive(String topic, String body) {
    System.out.println(topic + " " + body); // your code here
  }

  static void settle(Channel channel, Delivery delivery) throws IOException {
    Envelope envelope = delivery.getEnvelope();
    Map<String, Object> headers = delivery.getProperties().getHeaders();
    if (headers == null) headers = Map.of();
    Object topic = headers.getOrDefault("x-topic", envelope.getRoutingKey());
    try {
      String body = new String(delivery.getBody(), StandardCharsets.UTF_8);
      receive(topic.toString(), body);
    } catch (RuntimeException error) { // must not end the consumer
      System.err.println("failed: " + error);
      if (!NO_ACK) setAside(channel, delivery, headers, topic.toString());
    }
    if (!NO_ACK) channel.basicAck(envelope.getDeliveryTag(), false);
  }

  /** Returns once the broker has the message in another queue. */
  static void setAside(Channel channel, Delivery delivery,
      Map<String, Object> headers, String topic) throws IOException {
    Object before = headers.getOrDefault("x-attempts", 0);
    int attempts = ((Number) before).intValue() + 1;
    Map<String, Object> added = new HashMap<>(headers);
    added.put("x-attempts", attempts);
    added.put("x-topic", topic);
    var properties = delivery.getProperties().builder()
        .headers(added).deliveryMode(2).build(); // persistent
    String queue = attempts < ATTEMPTS ? RETRY : FAILED;
    channel.basicPublish("", queue, properties, delivery.getBody());
    try {
      channel.waitForConfirmsOrDie(10_000);
    } catch (InterruptedException | TimeoutException error) {
      throw new IOException(queue + " did not take it", error);
    }
    System.err.println("moved to " + queue);
  }

  static ConnectionFactory configure() throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(ENDPOINT);
    if (ENDPOINT.startsWith("amqps"))
      factory.useSslProtocol(SSLContext.getDefault());
    factory.setSocketConfigurator(socket -> {
      socket.setTcpNoDelay(true);
      if (!(socket instanceof SSLSocket secure)) return;
      SSLParameters wanted = secure.getSSLParameters(); // also the right name
      wanted.setEndpointIdentificationAlgorithm("HTTPS");
      secure.setSSLParameters(wanted);
    });
    factory.setConnectionTimeout(10_000);
    factory.setRequestedHeartbeat(10); // seconds
    factory.setAutomaticRecoveryEnabled(false); // the loop below does it
    // Secrets come from the environment, never from the source.
    if (System.getenv("AMQP_USERNAME") != null) {
      factory.setUsername(System.getenv("AMQP_USERNAME"));
      factory.setPassword(System.getenv("AMQP_PASSWORD"));
    }
    return factory;
  }

  /** Returns when the connection is lost or the broker ends the consumer. */
  static void consume(Connection connection) throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    Channel channel = connection.createChannel();
    channel.addShutdownListener(cause -> over.countDown());
    channel.basicQos(PREFETCH);
    channel.exchangeDeclare(EXCHANGE, BuiltinExchangeType.TOPIC, true);
    channel.queueDeclare(QUEUE, true, false, false, null);
    channel.queueBind(QUEUE, EXCHANGE, TOPIC);
    channel.queueDeclare(RETRY, true, false, false, Map.of(
        "x-message-ttl", 5000, // milliseconds
        "x-dead-letter-exchange", "", "x-dead-letter-routing-key", QUEUE));
    channel.queueDeclare(FAILED, true, false, false, null);
    channel.confirmSelect();
    channel.basicConsume(QUEUE, NO_ACK,
        (tag, delivery) -> settle(channel, delivery),
        tag -> over.countDown()); // cancelled: the queue was deleted
    System.err.println("consuming");
    over.await();
  }

  public static void main(String[] args) throws Exception {
    ConnectionFactory factory = configure();
    double pauseMs = FIRST_PAUSE_MS;
    while (true) {
      long started = System.nanoTime();
      try (Connection connection = factory.newConnection()) {
        consume(connection);
      } catch (Exception error) {
        System.err.println("error: " + error);
      }
      boolean lasted = System.nanoTime() - started > LAST_PAUSE_MS * 1e6;
      if (lasted) pauseMs = FIRST_PAUSE_MS;
      // Jitter, so that not all clients come back at once.
      Thread.sleep((long) (pauseMs * (0.5 + Math.random() / 2)));
      pauseMs = Math.min(LAST_PAUSE_MS, pauseMs * 2);
    }
  }
}
