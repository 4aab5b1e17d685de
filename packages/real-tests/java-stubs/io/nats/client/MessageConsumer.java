package io.nats.client;
public interface MessageConsumer extends AutoCloseable {
  void close() throws Exception;
}
