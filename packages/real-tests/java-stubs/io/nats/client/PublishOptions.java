package io.nats.client;
public class PublishOptions {
  private PublishOptions() {}
  public static Builder builder() { throw new UnsupportedOperationException(); }
  public static class Builder {
    public Builder messageId(String msgId) { throw new UnsupportedOperationException(); }
    public PublishOptions build() { throw new UnsupportedOperationException(); }
  }
}
