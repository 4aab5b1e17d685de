package org.apache.kafka.clients.consumer;
import org.apache.kafka.common.header.Headers;
public class ConsumerRecord<K, V> {
  public String topic() { throw new UnsupportedOperationException(); }
  public int partition() { throw new UnsupportedOperationException(); }
  public long offset() { throw new UnsupportedOperationException(); }
  public K key() { throw new UnsupportedOperationException(); }
  public V value() { throw new UnsupportedOperationException(); }
  public Headers headers() { throw new UnsupportedOperationException(); }
}
