package dev.onvoid.webrtc;

public enum RTCSdpType { OFFER, PR_ANSWER, ANSWER, ROLLBACK }
