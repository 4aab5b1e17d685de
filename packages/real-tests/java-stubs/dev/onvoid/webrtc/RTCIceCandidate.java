package dev.onvoid.webrtc;

public class RTCIceCandidate {
  public final String sdpMid;
  public final int sdpMLineIndex;
  public final String sdp;

  public RTCIceCandidate(String sdpMid, int sdpMLineIndex, String sdp) {
    this.sdpMid = sdpMid;
    this.sdpMLineIndex = sdpMLineIndex;
    this.sdp = sdp;
  }
}
