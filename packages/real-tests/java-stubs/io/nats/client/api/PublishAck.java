package io.nats.client.api;
public class PublishAck {}
