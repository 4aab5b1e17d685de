package io.nats.client.api;
public class StreamInfo {}
