// uses sgcWebSocket, sgcWebSocket_Classes, sgcWebSocket_Protocols,
//   sgcWebSocket_Protocol_MQTT_Client, sgcWebSocket_Protocol_MQTT_Message;
//   fields WS: TsgcWebSocketClient; MQTT: TsgcWSPClient_MQTT
procedure TForm1.Start;
begin
  WS := TsgcWebSocketClient.Create(nil);
  WS.Host := 'localhost';
  WS.Port := 1883;
  WS.Specifications.RFC6455 := False; // plain TCP
  MQTT := TsgcWSPClient_MQTT.Create(nil);
  MQTT.Client := WS;
  MQTT.OnMQTTConnect := DoConnect; // subscribe only there
  MQTT.OnMQTTPublish := DoPublish;
  WS.Active := True;
end;

procedure TForm1.DoConnect(Connection: TsgcWSConnection;
  const Session: Boolean; const ReasonCode: Integer; const ReasonName: string;
  const ConnectProperties: TsgcWSMQTTCONNACKProperties);
begin
  MQTT.Subscribe('{{topic}}', mtqsAtLeastOnce);
end;

procedure TForm1.DoPublish(Connection: TsgcWSConnection; aTopic, aText: string;
  PublishProperties: TsgcWSMQTTPublishProperties);
begin
  WriteLn(aTopic + ' ' + aText);
end;
