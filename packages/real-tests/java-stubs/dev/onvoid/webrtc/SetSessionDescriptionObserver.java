package dev.onvoid.webrtc;

public interface SetSessionDescriptionObserver {
  void onSuccess();

  void onFailure(String error);
}
