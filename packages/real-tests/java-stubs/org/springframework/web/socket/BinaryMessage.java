package org.springframework.web.socket;

import java.nio.ByteBuffer;

public final class BinaryMessage extends AbstractWebSocketMessage<ByteBuffer> {
  public BinaryMessage(byte[] payload) {}
}
