package org.apache.kafka.clients.producer;
import java.io.Closeable;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.common.serialization.Serializer;
public class KafkaProducer<K, V> implements Closeable {
  public KafkaProducer(Map<String, Object> configs, Serializer<K> keySerializer, Serializer<V> valueSerializer) {}
  public Future<RecordMetadata> send(ProducerRecord<K, V> record) { throw new UnsupportedOperationException(); }
  @Override public void close() { throw new UnsupportedOperationException(); }
  public void close(Duration timeout) { throw new UnsupportedOperationException(); }
}
