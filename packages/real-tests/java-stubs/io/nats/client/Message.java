package io.nats.client;
import io.nats.client.impl.NatsJetStreamMetaData;
import java.time.Duration;
public interface Message {
  String getSubject();
  byte[] getData();
  NatsJetStreamMetaData metaData();
  void ack();
  void nakWithDelay(Duration nakDelay);
}
