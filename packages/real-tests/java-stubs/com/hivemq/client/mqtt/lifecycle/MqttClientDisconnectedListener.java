package com.hivemq.client.mqtt.lifecycle;
public interface MqttClientDisconnectedListener { void onDisconnected(MqttClientDisconnectedContext context); }
