package io.nats.client;
import io.nats.client.api.ConsumerConfiguration;
import java.io.IOException;
public interface StreamContext {
  ConsumerContext createOrUpdateConsumer(ConsumerConfiguration config) throws IOException, JetStreamApiException;
}
