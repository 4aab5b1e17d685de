package dev.onvoid.webrtc;

import java.util.List;

public class RTCIceServer {
  public List<String> urls;
  public String username;
  public String password;
}
