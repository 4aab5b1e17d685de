package dev.onvoid.webrtc;

public class RTCAnswerOptions {}
