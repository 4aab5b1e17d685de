package io.nats.client;
public class JetStreamStatusCheckedException extends Exception {}
