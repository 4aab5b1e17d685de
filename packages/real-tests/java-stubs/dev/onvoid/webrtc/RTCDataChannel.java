package dev.onvoid.webrtc;

public class RTCDataChannel {
  private RTCDataChannel() {}

  public native void registerObserver(RTCDataChannelObserver observer);

  public native RTCDataChannelState getState();

  public native long getBufferedAmount();

  public native void close();

  public void send(RTCDataChannelBuffer buffer) throws Exception {
    throw new UnsupportedOperationException();
  }
}
