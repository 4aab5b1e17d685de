package org.springframework.web.socket;

public final class TextMessage extends AbstractWebSocketMessage<String> {
  public TextMessage(CharSequence payload) {}
}
