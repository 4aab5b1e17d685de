package org.springframework.web.socket;

import java.nio.ByteBuffer;

public final class PongMessage extends AbstractWebSocketMessage<ByteBuffer> {
  public PongMessage() {}
}
