package com.hivemq.client.mqtt;
public enum MqttGlobalPublishFilter { ALL, SUBSCRIBED, UNSOLICITED, REMAINING }
