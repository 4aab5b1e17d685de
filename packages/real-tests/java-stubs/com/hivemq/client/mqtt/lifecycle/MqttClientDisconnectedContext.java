package com.hivemq.client.mqtt.lifecycle;
public interface MqttClientDisconnectedContext {
  Throwable getCause();
  MqttClientReconnector getReconnector();
}
