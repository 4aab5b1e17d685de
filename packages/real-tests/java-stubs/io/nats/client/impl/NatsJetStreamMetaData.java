package io.nats.client.impl;
public class NatsJetStreamMetaData {
  public long deliveredCount() { throw new UnsupportedOperationException(); }
}
