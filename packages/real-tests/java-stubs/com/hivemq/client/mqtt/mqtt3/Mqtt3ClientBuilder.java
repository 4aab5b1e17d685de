package com.hivemq.client.mqtt.mqtt3;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.lifecycle.*;
public interface Mqtt3ClientBuilder {
  Mqtt3ClientBuilder identifier(String identifier);
  Mqtt3ClientBuilder serverHost(String host);
  Mqtt3ClientBuilder serverPort(int port);
  Mqtt3ClientBuilder sslWithDefaultConfig();
  Mqtt3ClientBuilder addConnectedListener(MqttClientConnectedListener listener);
  Mqtt3ClientBuilder addDisconnectedListener(MqttClientDisconnectedListener listener);
  WillPublish willPublish();
  SimpleAuth simpleAuth();
  Mqtt3AsyncClient buildAsync();
  interface WillPublish {
    WillPublish topic(String topic);
    WillPublish payload(byte[] payload);
    WillPublish qos(MqttQos qos);
    WillPublish retain(boolean retain);
    Mqtt3ClientBuilder applyWillPublish();
  }
  interface SimpleAuth {
    SimpleAuth username(String name);
    SimpleAuth password(byte[] password);
    Mqtt3ClientBuilder applySimpleAuth();
  }
}
