package com.hivemq.client.mqtt;
public enum MqttClientState {
  CONNECTED;
  public boolean isConnected() { throw new UnsupportedOperationException(); }
}
