// AMQP 0-9-1 publisher: keeps messages in order until they are confirmed and in
// a queue, reconnects. Receivers may see a message twice.
import com.rabbitmq.client.*;
import java.time.Instant;
import java.util.concurrent.*;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.*;

public class Server {
  static final String ENDPOINT = "{{endpoint}}";
  static final String EXCHANGE = "{{exchange}}";
  static final String TOPIC = "{{topic}}";

  static final double FIRST_PAUSE_MS = 1000;
  static final double LAST_PAUSE_MS = 30_000;

  static final BlockingDeque<String> waiting = new LinkedBlockingDeque<>(1000);

  /** Tells whether there was room for it. */
  static boolean publish(String body) {
    boolean taken = waiting.offerLast(body);
    if (!taken) System.err.println("dropped: too many wait");
    return taken;
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

  /** Returns only by an exception. */
  static void send(Connection connection) throws Exception {
    Channel channel = connection.createChannel();
    channel.exchangeDeclare(EXCHANGE, BuiltinExchangeType.TOPIC, true);
    AtomicBoolean returned = new AtomicBoolean(); // before its confirmation
    channel.addReturnListener((code, text, exchange, key, properties, body) ->
        returned.set(true));
    connection.addBlockedListener(
        reason -> System.err.println("blocked: " + reason),
        () -> System.err.println("unblocked"));
    channel.confirmSelect();
    System.err.println("connected");
    while (true) {
      String body = waiting.peekFirst();
      if (!channel.isOpen()) throw channel.getCloseReason();
      if (body == null) {
        Thread.sleep(100);
        continue;
      }
      returned.set(false);
      channel.basicPublish(EXCHANGE, TOPIC, true,
          MessageProperties.PERSISTENT_TEXT_PLAIN, body.getBytes("UTF-8"));
      boolean taken = channel.waitForConfirms(10_000);
      if (taken && !returned.get()) {
        waiting.pollFirst();
        System.err.println("confirmed " + TOPIC);
      } else {
        String why = taken ? "no queue takes " + TOPIC : "refused";
        System.err.println("not delivered, trying again: " + why);
        Thread.sleep(5000);
      }
    }
  }

  /** A timer ends without a word once its task throws. */
  static void tick() {
    try {
      publish(Instant.now().toString()); // your code here
    } catch (RuntimeException error) {
      System.err.println("error: " + error); // the next tick tries again
    }
  }

  public static void main(String[] args) throws Exception {
    Executors.newSingleThreadScheduledExecutor().scheduleAtFixedRate(
        Server::tick, 0, 1, TimeUnit.SECONDS);
    ConnectionFactory factory = configure();
    Runtime.getRuntime().addShutdownHook(new Thread(() ->
        System.err.println(waiting.size() + " messages not confirmed")));
    double pauseMs = FIRST_PAUSE_MS;
    while (true) {
      long started = System.nanoTime();
      try (Connection connection = factory.newConnection()) {
        send(connection);
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
