// uses sgcHTTP, sgcHTTP2_Client, sgcHTTP2_Classes; field H2: TsgcHTTP2Client
procedure TForm1.Start;
begin
  H2 := TsgcHTTP2Client.Create(nil);
  H2.OnHTTP2Response := DoResponse;
  H2.GetAsync('{{endpoint}}' + '{{path}}'); // several share the connection
end;

procedure TForm1.DoResponse(Sender: TObject;
  const Connection: TsgcHTTP2ConnectionClient;
  const Request: TsgcHTTP2RequestProperty;
  const Response: TsgcHTTP2ResponseProperty);
begin
  WriteLn(Response.DataString);
end;
