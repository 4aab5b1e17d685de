package org.springframework.web.socket;

import java.io.Closeable;
import java.io.IOException;

public interface WebSocketSession extends Closeable {
  String getId();

  void setTextMessageSizeLimit(int messageSizeLimit);

  void setBinaryMessageSizeLimit(int messageSizeLimit);

  void sendMessage(WebSocketMessage<?> message) throws IOException;

  void close(CloseStatus status) throws IOException;
}
