package dev.onvoid.webrtc;

public enum RTCPeerConnectionState { NEW, CONNECTING, CONNECTED, DISCONNECTED, FAILED, CLOSED }
