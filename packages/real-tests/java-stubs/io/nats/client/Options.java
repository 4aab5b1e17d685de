package io.nats.client;
import java.time.Duration;
import javax.net.ssl.SSLContext;
public class Options {
  private Options() {}
  public static class Builder {
    public Builder() {}
    public Builder server(String serverURL) { throw new UnsupportedOperationException(); }
    public Builder connectionTimeout(Duration connectionTimeout) { throw new UnsupportedOperationException(); }
    public Builder pingInterval(Duration time) { throw new UnsupportedOperationException(); }
    public Builder noReconnect() { throw new UnsupportedOperationException(); }
    public Builder sslContext(SSLContext ctx) { throw new UnsupportedOperationException(); }
    public Builder userInfo(String userName, String password) { throw new UnsupportedOperationException(); }
    public Options build() throws IllegalStateException { throw new UnsupportedOperationException(); }
  }
}
