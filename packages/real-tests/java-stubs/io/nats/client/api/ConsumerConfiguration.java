package io.nats.client.api;
import java.time.Duration;
public class ConsumerConfiguration {
  public static Builder builder() { throw new UnsupportedOperationException(); }
  public static class Builder {
    public Builder durable(String durable) { throw new UnsupportedOperationException(); }
    public Builder ackPolicy(AckPolicy policy) { throw new UnsupportedOperationException(); }
    public Builder ackWait(Duration timeout) { throw new UnsupportedOperationException(); }
    public Builder maxAckPending(long maxAckPending) { throw new UnsupportedOperationException(); }
    public ConsumerConfiguration build() { throw new UnsupportedOperationException(); }
  }
}
