package org.springframework.web.socket;

import java.nio.ByteBuffer;

public final class PingMessage extends AbstractWebSocketMessage<ByteBuffer> {
  public PingMessage() {}
}
