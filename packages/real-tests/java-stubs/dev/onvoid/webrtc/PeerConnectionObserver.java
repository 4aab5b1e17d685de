package dev.onvoid.webrtc;

public interface PeerConnectionObserver {
  default void onConnectionChange(RTCPeerConnectionState state) {}

  void onIceCandidate(RTCIceCandidate candidate);
}
