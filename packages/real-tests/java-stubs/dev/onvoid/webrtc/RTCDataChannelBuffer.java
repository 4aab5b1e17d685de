package dev.onvoid.webrtc;

import java.nio.ByteBuffer;

public class RTCDataChannelBuffer {
  public final ByteBuffer data;
  public final boolean binary;

  public RTCDataChannelBuffer(ByteBuffer data, boolean binary) {
    this.data = data;
    this.binary = binary;
  }
}
