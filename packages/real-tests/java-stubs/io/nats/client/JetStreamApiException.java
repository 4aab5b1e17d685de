package io.nats.client;
public class JetStreamApiException extends Exception {
  public int getApiErrorCode() { throw new UnsupportedOperationException(); }
}
