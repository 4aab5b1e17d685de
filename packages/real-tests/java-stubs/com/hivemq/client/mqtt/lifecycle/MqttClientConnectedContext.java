package com.hivemq.client.mqtt.lifecycle;
public interface MqttClientConnectedContext {}
