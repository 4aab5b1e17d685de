package org.apache.kafka.common.serialization;
public class StringSerializer implements Serializer<String> {
  @Override public void close() {}
}
