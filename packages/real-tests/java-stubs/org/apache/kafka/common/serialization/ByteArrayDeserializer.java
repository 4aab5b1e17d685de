package org.apache.kafka.common.serialization;
public class ByteArrayDeserializer implements Deserializer<byte[]> {
  @Override public void close() {}
}
