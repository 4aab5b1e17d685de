package com.hivemq.client.mqtt.mqtt3;
import com.hivemq.client.mqtt.*;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import java.util.concurrent.*;
import java.util.function.Consumer;
public interface Mqtt3AsyncClient {
  MqttClientState getState();
  Connect connectWith();
  Publish publishWith();
  Subscribe subscribeWith();
  void publishes(MqttGlobalPublishFilter filter, Consumer<Mqtt3Publish> callback, Executor executor, boolean manual);
  CompletableFuture<Void> disconnect();
  interface Connect {
    Connect cleanSession(boolean clean);
    Connect keepAlive(int seconds);
    CompletableFuture<Object> send();
  }
  interface Publish {
    Publish topic(String topic);
    Publish payload(byte[] payload);
    Publish qos(MqttQos qos);
    Publish retain(boolean retain);
    CompletableFuture<Mqtt3Publish> send();
  }
  interface Subscribe {
    Subscribe topicFilter(String filter);
    Subscribe qos(MqttQos qos);
    CompletableFuture<Object> send();
  }
}
