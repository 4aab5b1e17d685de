package dev.onvoid.webrtc;

import java.util.List;

public class RTCConfiguration {
  public List<RTCIceServer> iceServers;
}
