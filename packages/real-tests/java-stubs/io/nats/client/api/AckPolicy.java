package io.nats.client.api;
public enum AckPolicy { None, All, Explicit }
