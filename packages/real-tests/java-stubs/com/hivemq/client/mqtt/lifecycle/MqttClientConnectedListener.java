package com.hivemq.client.mqtt.lifecycle;
public interface MqttClientConnectedListener { void onConnected(MqttClientConnectedContext context); }
