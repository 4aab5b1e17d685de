package org.apache.kafka.common;
public class KafkaException extends RuntimeException {
  public KafkaException() {}
  public KafkaException(String message, Throwable cause) {}
}
