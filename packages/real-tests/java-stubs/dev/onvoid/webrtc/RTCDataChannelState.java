package dev.onvoid.webrtc;

public enum RTCDataChannelState { CONNECTING, OPEN, CLOSING, CLOSED }
