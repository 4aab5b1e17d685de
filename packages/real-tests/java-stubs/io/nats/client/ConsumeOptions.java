package io.nats.client;
public class ConsumeOptions {
  private ConsumeOptions() {}
  public static Builder builder() { throw new UnsupportedOperationException(); }
  public static class Builder {
    public Builder batchSize(int batchSize) { throw new UnsupportedOperationException(); }
    public ConsumeOptions build() { throw new UnsupportedOperationException(); }
  }
}
