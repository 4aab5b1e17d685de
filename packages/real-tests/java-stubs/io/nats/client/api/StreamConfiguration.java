package io.nats.client.api;
import java.time.Duration;
public class StreamConfiguration {
  public static Builder builder() { throw new UnsupportedOperationException(); }
  public static class Builder {
    public Builder name(String name) { throw new UnsupportedOperationException(); }
    public Builder subjects(String... subjects) { throw new UnsupportedOperationException(); }
    public Builder maxAge(Duration maxAge) { throw new UnsupportedOperationException(); }
    public StreamConfiguration build() { throw new UnsupportedOperationException(); }
  }
}
