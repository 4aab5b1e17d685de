package io.nats.client;
import java.time.Duration;
public interface IterableConsumer extends MessageConsumer {
  Message nextMessage(Duration timeout) throws InterruptedException, JetStreamStatusCheckedException;
}
