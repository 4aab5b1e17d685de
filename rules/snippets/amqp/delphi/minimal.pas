// uses sgcWebSocket, sgcWebSocket_Classes, sgcWebSocket_Protocols,
//   sgcWebSocket_Protocol_AMQP_Client, sgcAMQP_Classes;
//   fields WS: TsgcWebSocketClient; AMQP: TsgcWSPClient_AMQP
procedure TForm1.Start;
begin
  WS := TsgcWebSocketClient.Create(nil);
  WS.Host := 'localhost'; // port 5672; as user guest
  WS.Port := 5672;
  WS.Specifications.RFC6455 := False; // plain TCP
  AMQP := TsgcWSPClient_AMQP.Create(nil);
  AMQP.Client := WS;
  AMQP.OnAMQPConnect := DoConnect;
  AMQP.OnAMQPChannelOpen := DoChannelOpen;
  AMQP.OnAMQPBasicDeliver := DoDeliver; // OnAMQPMessage belongs to AMQP 1.0
  WS.Active := True;
end;

procedure TForm1.DoConnect(Sender: TObject);
begin
  AMQP.OpenChannel('main');
end;

procedure TForm1.DoChannelOpen(Sender: TObject; const aChannel: string);
begin
  AMQP.Consume(aChannel, '{{queue}}', '', False, True);
end;

procedure TForm1.DoDeliver(Sender: TObject; const aChannel: string;
  const aDeliver: TsgcAMQPFramePayload_Method_BasicDeliver;
  const aMessage: TsgcAMQPMessageContent);
begin
  WriteLn(aMessage.Body.AsString);
end;
