// AMQP 0-9-1 consumer: durable queue on a topic exchange, acknowledges by hand,
// bounded prefetch, reconnects with backoff.
import com.rabbitmq.client.*;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.*;

public class Client {
  static final String ENDPOINT = "{{endpoint}}";
  static final String EXCHANGE = "{{exchange}}";
  static final String TOPIC = "{{topic}}";
  static final String QUEUE = "{{queue}}";
  static final int PREFETCH = "{{prefetch}}"; // unacknowledged, held here
  // True: the broker forgets a message once it is sent.
  static final boolean NO_ACK = "{{no-ack}}";

  /** May see a message twice (a crash before the ack): check for repeats. */
  static void receive(String topic, String body) {
    System.out.println(topic + " " + body); // your code here
  }

  static void settle(Channel channel, Delivery delivery) throws IOException {
    Envelope envelope = delivery.getEnvelope();
    boolean done = true;
    try {
      String body = new String(delivery.getBody(), StandardCharsets.UTF_8);
      receive(envelope.getRoutingKey(), body);
    } catch (RuntimeException error) { // must not end the consumer
      System.err.println("failed: " + error);
      done = false;
    }
    if (NO_ACK) return;
    long tag = envelope.getDeliveryTag();
    if (done) channel.basicAck(tag, false);
    else channel.basicNack(tag, false, !envelope.isRedeliver()); // once more
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
    factory.setRequestedHeartbeat(30); // seconds
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
    channel.basicConsume(QUEUE, NO_ACK,
        (tag, delivery) -> settle(channel, delivery),
        tag -> over.countDown()); // cancelled: the queue was deleted
    System.err.println("consuming");
    over.await();
  }

  public static void main(String[] args) throws Exception {
    ConnectionFactory factory = configure();
    int failures = 0;
    while (true) {
      long started = System.nanoTime();
      try (Connection connection = factory.newConnection()) {
        consume(connection);
      } catch (Exception error) {
        System.err.println("error: " + error);
      }
      if (System.nanoTime() - started > 60e9) failures = 0;
      double ceilingMs = Math.min(30_000, 1000 * Math.pow(2, failures++));
      // Jitter: not all clients at once.
      Thread.sleep((long) (ceilingMs * (0.5 + Math.random() / 2)));
    }
  }
}
