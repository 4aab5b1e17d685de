package io.nats.client;
public final class NUID {
  public static String nextGlobal() { throw new UnsupportedOperationException(); }
}
