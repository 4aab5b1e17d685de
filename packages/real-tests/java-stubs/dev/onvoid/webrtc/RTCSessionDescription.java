package dev.onvoid.webrtc;

public class RTCSessionDescription {
  public final RTCSdpType sdpType;
  public final String sdp;

  public RTCSessionDescription(RTCSdpType sdpType, String sdp) {
    this.sdpType = sdpType;
    this.sdp = sdp;
  }
}
