package dev.onvoid.webrtc;

public interface CreateSessionDescriptionObserver {
  void onSuccess(RTCSessionDescription description);

  void onFailure(String error);
}
