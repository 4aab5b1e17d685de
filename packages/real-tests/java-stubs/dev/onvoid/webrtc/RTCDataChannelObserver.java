package dev.onvoid.webrtc;

public interface RTCDataChannelObserver {
  void onBufferedAmountChange(long previousAmount);

  void onStateChange();

  void onMessage(RTCDataChannelBuffer buffer);
}
