package org.apache.kafka.clients.consumer;
import java.io.Closeable;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
public class KafkaConsumer<K, V> implements Closeable {
  public KafkaConsumer(Map<String, Object> configs, Deserializer<K> keyDeserializer, Deserializer<V> valueDeserializer) {}
  public void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) { throw new UnsupportedOperationException(); }
  public ConsumerRecords<K, V> poll(final Duration timeout) { throw new UnsupportedOperationException(); }
  public void commitSync(final Map<TopicPartition, OffsetAndMetadata> offsets) { throw new UnsupportedOperationException(); }
  public void wakeup() { throw new UnsupportedOperationException(); }
  @Override public void close() { throw new UnsupportedOperationException(); }
}
