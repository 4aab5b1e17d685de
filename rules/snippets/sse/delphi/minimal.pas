// uses sgcHTTP; field HTTP: TsgcHTTP1Client
procedure TForm1.Start;
begin
  HTTP := TsgcHTTP1Client.Create(nil);
  HTTP.OnSSEMessage := DoEvent;
  HTTP.GetSSE('{{endpoint}}'); // blocks
end;

procedure TForm1.DoEvent(Sender: TObject; const aMessage: string;
  var Cancel: Boolean);
begin
  WriteLn(aMessage);
end;
