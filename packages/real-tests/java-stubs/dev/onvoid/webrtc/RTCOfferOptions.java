package dev.onvoid.webrtc;

public class RTCOfferOptions {}
