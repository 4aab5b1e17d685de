package dev.onvoid.webrtc;

public class RTCPeerConnection {
  private RTCPeerConnection() {}

  public native RTCDataChannel createDataChannel(String label, RTCDataChannelInit dict);

  public native void createOffer(RTCOfferOptions options, CreateSessionDescriptionObserver observer);

  public native void createAnswer(RTCAnswerOptions options, CreateSessionDescriptionObserver observer);

  public native void setLocalDescription(RTCSessionDescription description, SetSessionDescriptionObserver observer);

  public native void setRemoteDescription(RTCSessionDescription description, SetSessionDescriptionObserver observer);

  public native void addIceCandidate(RTCIceCandidate candidate);

  public native RTCPeerConnectionState getConnectionState();

  public native void close();
}
