package org.springframework.web.socket;

public abstract class AbstractWebSocketMessage<T> implements WebSocketMessage<T> {
  @Override
  public T getPayload() {
    throw new UnsupportedOperationException();
  }

  @Override
  public int getPayloadLength() {
    throw new UnsupportedOperationException();
  }
}
