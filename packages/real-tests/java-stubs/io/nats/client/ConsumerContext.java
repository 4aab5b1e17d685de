package io.nats.client;
import java.io.IOException;
public interface ConsumerContext {
  IterableConsumer iterate(ConsumeOptions consumeOptions) throws IOException, JetStreamApiException;
}
