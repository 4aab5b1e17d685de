package io.nats.client;
import java.io.IOException;
public interface Connection extends AutoCloseable {
  enum Status { DISCONNECTED, CONNECTED, CLOSED, RECONNECTING, CONNECTING }
  Status getStatus();
  String getLastError();
  JetStream jetStream() throws IOException;
  JetStreamManagement jetStreamManagement() throws IOException;
  StreamContext getStreamContext(String streamName) throws IOException, JetStreamApiException;
  void close() throws InterruptedException;
}
