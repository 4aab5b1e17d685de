package dev.onvoid.webrtc;

public class PeerConnectionFactory {
  public native RTCPeerConnection createPeerConnection(
      RTCConfiguration config, PeerConnectionObserver observer);
}
