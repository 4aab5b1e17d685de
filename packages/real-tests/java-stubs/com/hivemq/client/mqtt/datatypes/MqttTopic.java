package com.hivemq.client.mqtt.datatypes;
public interface MqttTopic {}
