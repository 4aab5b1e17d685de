// AMQP 0-9-1 publisher: persistent messages, confirmed by the broker, bounded
// while it is away, reconnects with backoff.
import com.rabbitmq.client.*;
import java.time.Instant;
import java.util.concurrent.*;
import javax.net.ssl.*;

public class Server {
  static final String ENDPOINT = "{{endpoint}}";
  static final String EXCHANGE = "{{exchange}}";
  static final String TOPIC = "{{topic}}";

  // At most so many messages wait; the oldest go first.
  static final BlockingDeque<String> waiting = new LinkedBlockingDeque<>(1000);

  static void publish(String body) {
    while (!waiting.offerLast(body)) waiting.pollFirst();
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

  /** Returns only by an exception. */
  static void send(Connection connection) throws Exception {
    Channel channel = connection.createChannel();
    channel.exchangeDeclare(EXCHANGE, BuiltinExchangeType.TOPIC, true);
    channel.addReturnListener((code, text, exchange, key, properties, body) ->
        System.err.println("no queue takes " + key));
    channel.confirmSelect();
    System.err.println("connected");
    while (true) {
      String body = waiting.pollFirst(1, TimeUnit.SECONDS);
      if (!channel.isOpen()) throw channel.getCloseReason();
      if (body == null) continue;
      try {
        channel.basicPublish(EXCHANGE, TOPIC, true,
            MessageProperties.PERSISTENT_TEXT_PLAIN, body.getBytes("UTF-8"));
        channel.waitForConfirmsOrDie(10_000);
        System.err.println("confirmed " + TOPIC);
      } catch (Exception error) { // it may be there: receivers may see it twice
        waiting.offerFirst(body);
        throw error;
      }
    }
  }

  public static void main(String[] args) throws Exception {
    Executors.newSingleThreadScheduledExecutor().scheduleAtFixedRate(
        () -> publish(Instant.now().toString()), // your code here
        0, 1, TimeUnit.SECONDS);
    ConnectionFactory factory = configure();
    int failures = 0;
    while (true) {
      long started = System.nanoTime();
      try (Connection connection = factory.newConnection()) {
        send(connection);
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
