// Kafka consumer in a group: commits what is done, tries again what failed, and
// moves it to another topic in the end; reconnects. It may see a message twice:
// check for that. Order holds within a partition.
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.*;
import java.util.concurrent.*;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.*;

public class Client {
  static final String BROKERS = "{{endpoint}}"; // some: the rest is found
  static final String TOPIC = "{{topic}}";
  static final String GROUP = "{{group}}"; // one name shares the partitions
  static final String FAILED = TOPIC + ".failed"; // for a person to look at
  static final int ATTEMPTS = 5; // over 15 s: the group waits for 5 minutes
  static final double FIRST_PAUSE_MS = 1000;
  static final double LAST_PAUSE_MS = 30_000;

  static final CountDownLatch stopped = new CountDownLatch(1);
  static volatile KafkaConsumer<byte[], byte[]> current;

  static void receive(byte[] key, String value) {
    System.out.println(value); // your code here
  }

  /** What the consumer and the producer of dead letters have in common. */
  static Map<String, Object> connection(Map<String, Object> more) {
    Map<String, Object> all = new HashMap<>(more);
    all.put("bootstrap.servers", BROKERS);
    all.put("reconnect.backoff.ms", 500); // doubled, with jitter
    all.put("reconnect.backoff.max.ms", 30_000);
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

  static void handle(ConsumerRecord<byte[], byte[]> got,
      KafkaProducer<byte[], byte[]> producer) throws InterruptedException {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        receive(got.key(), new String(got.value(), StandardCharsets.UTF_8));
        return;
      } catch (RuntimeException error) { // must not end the consumer
        System.err.println("failed (" + attempt + "): " + error);
      }
      boolean isLast = attempt == ATTEMPTS;
      if (!isLast && stopped.await(500L << attempt, TimeUnit.MILLISECONDS))
        throw new WakeupException(); // not committed: it comes again
    }
    try { // all replicas have it there before the commit
      producer.send(new ProducerRecord<>(
          FAILED, null, got.key(), got.value(), got.headers())).get();
    } catch (ExecutionException error) {
      throw new KafkaException("no dead letter", error.getCause());
    }
    System.err.println("moved to " + FAILED);
  }

  /** Returns only by an exception. */
  static void consume(KafkaConsumer<byte[], byte[]> consumer,
      KafkaProducer<byte[], byte[]> producer) throws InterruptedException {
    consumer.subscribe(List.of(TOPIC), new ConsumerRebalanceListener() {
      @Override
      public void onPartitionsAssigned(Collection<TopicPartition> added) {
        System.err.println("consuming " + added);
      }

      @Override
      public void onPartitionsRevoked(Collection<TopicPartition> lost) {}
    });
    while (true) {
      for (var got : consumer.poll(Duration.ofSeconds(1))) {
        handle(got, producer);
        var partition = new TopicPartition(got.topic(), got.partition());
        var next = new OffsetAndMetadata(got.offset() + 1);
        consumer.commitSync(Map.of(partition, next)); // or once for many
      }
    }
  }

  static void run() throws InterruptedException {
    var bytes = new ByteArraySerializer();
    var reader = new ByteArrayDeserializer();
    var settings = connection(Map.of("group.id", GROUP,
        "enable.auto.commit", false,
        "auto.offset.reset", "earliest", // of a new group: what is there
        "max.poll.records", 10, // all have to be done within five minutes
        "fetch.max.bytes", 16_777_216)); // held here
    try (var producer = new KafkaProducer<>(connection(Map.of()), bytes, bytes);
        var consumer = new KafkaConsumer<>(settings, reader, reader)) {
      current = consumer;
      consume(consumer, producer);
    }
  }

  static void stop(Thread main) {
    stopped.countDown();
    KafkaConsumer<?, ?> consumer = current;
    if (consumer != null) consumer.wakeup(); // it leaves the group
    try {
      main.join(1500);
    } catch (InterruptedException error) {
      Thread.currentThread().interrupt();
    }
  }

  public static void main(String[] args) throws InterruptedException {
    Thread main = Thread.currentThread();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(main)));
    double pauseMs = FIRST_PAUSE_MS;
    long waitMs = 0;
    while (!stopped.await(waitMs, TimeUnit.MILLISECONDS)) {
      long started = System.nanoTime();
      try {
        run(); // a new consumer begins with what was not committed
      } catch (WakeupException signal) {
        return;
      } catch (KafkaException error) {
        System.err.println("error: " + error);
      }
      boolean lasted = System.nanoTime() - started > LAST_PAUSE_MS * 1e6;
      if (lasted) pauseMs = FIRST_PAUSE_MS;
      // Jitter, so that not all clients come back at once.
      waitMs = (long) (pauseMs * (0.5 + Math.random() / 2));
      pauseMs = Math.min(LAST_PAUSE_MS, pauseMs * 2);
    }
  }
}
