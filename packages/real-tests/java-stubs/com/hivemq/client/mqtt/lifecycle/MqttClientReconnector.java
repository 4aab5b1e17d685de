package com.hivemq.client.mqtt.lifecycle;
import java.util.concurrent.TimeUnit;
public interface MqttClientReconnector {
  MqttClientReconnector reconnect(boolean reconnect);
  MqttClientReconnector republishIfSessionExpired(boolean republish);
  MqttClientReconnector delay(long delay, TimeUnit unit);
}
