unit sgcWebSocket_Protocol_MQTT_Message;
interface
type
  TmqttQoS = (mtqsAtMostOnce, mtqsAtLeastOnce, mtqsExactlyOnce);
  TsgcWSMQTTCONNACKProperties = class
  end;
  TsgcWSMQTTPublishProperties = class
  end;
  TsgcWSMQTTPublish_Properties = class
  end;
  TsgcWSMQTTSubscribe_Properties = class
  end;
implementation
end.
