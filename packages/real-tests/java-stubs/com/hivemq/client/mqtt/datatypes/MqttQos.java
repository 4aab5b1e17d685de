package com.hivemq.client.mqtt.datatypes;
public enum MqttQos {
  AT_MOST_ONCE, AT_LEAST_ONCE, EXACTLY_ONCE;
  public static MqttQos fromCode(int code) { throw new UnsupportedOperationException(); }
}
