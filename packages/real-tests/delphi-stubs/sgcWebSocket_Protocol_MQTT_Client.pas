unit sgcWebSocket_Protocol_MQTT_Client;
interface
uses
  sgcWebSocket_Classes, sgcWebSocket_Protocol_MQTT_Message;
type
  TsgcWSMQTTBeforeConnectEvent = procedure(Connection: TsgcWSConnection; var aCleanSession: Boolean;
    var aClientIdentifier: String) of object;
  TsgcWSMQTTConnectEvent = procedure(Connection: TsgcWSConnection; const Session: Boolean;
    const ReasonCode: Integer; const ReasonName: String;
    const ConnectProperties: TsgcWSMQTTCONNACKProperties) of object;
  TsgcWSMQTTPublishEvent = procedure(Connection: TsgcWSConnection; aTopic, aText: string;
    PublishProperties: TsgcWSMQTTPublishProperties) of object;
  TsgcWSMQTTAuthentication_Options = class
  public
    Enabled: Boolean;
    UserName, Password: string;
  end;
  TsgcWSMQTTHeartBeat_Options = class
  public
    Enabled: Boolean;
    Interval: Integer;
  end;
  TsgcWSMQTTLWT_Options = class
  public
    Enabled, Retain: Boolean;
    Topic, Text: string;
    QoS: TmqttQoS;
  end;
implementation
end.
