package com.hivemq.client.mqtt.mqtt3.message.publish;
public interface Mqtt3Publish {
  com.hivemq.client.mqtt.datatypes.MqttTopic getTopic();
  byte[] getPayloadAsBytes();
  void acknowledge();
}
