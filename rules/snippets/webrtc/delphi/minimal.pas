// uses SysUtils, sgcP2P, sgcP2P_ICE_Classes; field RTC: TsgcRTCPeerConnection
procedure TForm1.Start;
begin
  RTC := TsgcRTCPeerConnection.Create(nil);
  RTC.RTCOptions.WebSocket.Host := 'localhost'; // the signalling server
  RTC.RTCOptions.WebSocket.Port := 8080;
  RTC.RTCOptions.WebSocket.Channel := '{{room}}';
  RTC.OnRTCConnect := DoConnect; // before, there is no path
  RTC.OnRTCMessage := DoMessage;
  RTC.GatherCandidates;
end;

procedure TForm1.DoConnect(Sender: TObject;
  const aCandidatePair: TsgcICE_CandidatePair);
begin
  RTC.WriteData('hello');
end;

procedure TForm1.DoMessage(Sender: TObject; const aBytes: TBytes);
begin
  WriteLn(TEncoding.UTF8.GetString(aBytes));
end;
