// Kafka producer: keeps messages in order until all replicas have them;
// reconnects. Receivers may see a message twice.
import java.nio.charset.StandardCharsets;
import java.time.*;
import java.util.*;
import java.util.concurrent.*;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.serialization.StringSerializer;

public class Server {
  static final String BROKERS = "{{endpoint}}"; // some: the rest is found
  static final String TOPIC = "{{topic}}";
  static final String KEY = "order-1"; // yours: one key stays in order
  static final int LARGEST = 1_000_000; // bytes: brokers take a megabyte
  static final double FIRST_PAUSE_MS = 1000;
  static final double LAST_PAUSE_MS = 30_000;

  static final BlockingDeque<ProducerRecord<String, String>> waiting =
      new LinkedBlockingDeque<>(1000);

  /** Tells whether it was taken: there was room, and it is not too large. */
  static boolean publish(String key, String value) {
    boolean taken = value.getBytes(StandardCharsets.UTF_8).length <= LARGEST
        && waiting.offerLast(new ProducerRecord<>(TOPIC, key, value));
    if (!taken) System.err.println("dropped: too large, or too many wait");
    return taken;
  }

  static Map<String, Object> settings() {
    Map<String, Object> all = new HashMap<>();
    all.put("bootstrap.servers", BROKERS);
    all.put("reconnect.backoff.ms", 500); // doubled, with jitter
    all.put("reconnect.backoff.max.ms", 30_000);
    all.put("enable.idempotence", true); // all replicas, in order, once
    all.put("max.block.ms", 10_000);
    String user = System.getenv("KAFKA_USERNAME"); // no secrets in the source
    if (user == null) return all;
    String password = System.getenv("KAFKA_PASSWORD");
    all.put("security.protocol", "SASL_SSL"); // the certificate is checked
    all.put("sasl.mechanism", "SCRAM-SHA-512");
    all.put("sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required"
        + " username=\"%s\" password=\"%s\";".formatted(
            user.replaceAll("[\\\\\"]", "\\\\$0"),
            String.valueOf(password).replaceAll("[\\\\\"]", "\\\\$0")));
    return all;
  }

  /** Stores what waits, up to a hundred at once; what fails stays in front. */
  static void drain(KafkaProducer<String, String> producer)
      throws ExecutionException, InterruptedException {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (var record : waiting) {
      if (sent.size() == 100) break;
      sent.add(producer.send(record));
    }
    for (var one : sent) {
      one.get(); // once all replicas have it
      waiting.pollFirst();
    }
    System.err.println("stored " + sent.size() + " in " + TOPIC);
  }

  /** A timer ends without a word once its task throws. */
  static void tick() {
    try {
      publish(KEY, Instant.now().toString()); // your code here
    } catch (RuntimeException error) {
      System.err.println("error: " + error); // the next tick tries again
    }
  }

  public static void main(String[] args) throws InterruptedException {
    Executors.newSingleThreadScheduledExecutor().scheduleAtFixedRate(
        Server::tick, 0, 1, TimeUnit.SECONDS);
    var text = new StringSerializer();
    var producer = new KafkaProducer<>(settings(), text, text);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      producer.close(Duration.ofSeconds(1)); // for what is on its way
      System.err.println(waiting.size() + " not stored");
    }));
    double pauseMs = FIRST_PAUSE_MS;
    while (true) {
      try {
        if (waiting.isEmpty()) Thread.sleep(100);
        else drain(producer);
        pauseMs = FIRST_PAUSE_MS;
      } catch (ExecutionException error) { // the library reconnects
        System.err.println("not stored, trying again: " + error.getCause());
        // Jitter, so that not all clients come back at once.
        Thread.sleep((long) (pauseMs * (0.5 + Math.random() / 2)));
        pauseMs = Math.min(LAST_PAUSE_MS, pauseMs * 2);
      }
    }
  }
}
