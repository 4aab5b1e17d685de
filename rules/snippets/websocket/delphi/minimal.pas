// uses sgcWebSocket, sgcWebSocket_Classes; field WS: TsgcWebSocketClient
procedure TForm1.Start;
begin
  WS := TsgcWebSocketClient.Create(nil);
  WS.URL := '{{endpoint}}';
  WS.OnConnect := DoConnect; // write there: Active returns too early
  WS.OnMessage := DoMessage;
  WS.Active := True;
end;

procedure TForm1.DoConnect(Connection: TsgcWSConnection);
begin
  Connection.WriteData('hello');
end;

procedure TForm1.DoMessage(Connection: TsgcWSConnection; const Text: string);
begin
  WriteLn(Text);
end;
