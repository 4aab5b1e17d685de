package io.nats.client;
import java.io.IOException;
public class Nats {
  private Nats() {}
  public static Connection connect(Options options) throws IOException, InterruptedException { throw new UnsupportedOperationException(); }
}
