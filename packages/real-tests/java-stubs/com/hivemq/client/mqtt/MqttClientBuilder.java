package com.hivemq.client.mqtt;
public interface MqttClientBuilder {
  com.hivemq.client.mqtt.mqtt3.Mqtt3ClientBuilder useMqttVersion3();
}
