package dev.onvoid.webrtc;

public class RTCDataChannelInit {
  public boolean ordered = true;
  public boolean negotiated = false;
  public int maxPacketLifeTime = -1;
  public int maxRetransmits = -1;
  public int id = -1;
  public String protocol;
}
