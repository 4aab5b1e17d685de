package org.springframework.web.socket;

public final class CloseStatus {
  public static final CloseStatus SERVICE_OVERLOAD = new CloseStatus(1013);
  public static final CloseStatus SESSION_NOT_RELIABLE = new CloseStatus(4500);

  public CloseStatus(int code) {}
}
