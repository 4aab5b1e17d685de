program Client;
// HTTP/2 client with sgcWebSockets that accepts server push. Push sends
// resources that belong to a request; it is no channel for events, and browsers
// no longer support it. For events, use SSE or WebSocket.
// API: esegece.com/help/sgcWebSockets, TsgcHTTP2Client. GetAsync multiplexes.
// The well-known cheat sheet is wrong: its loop of Get waits for each response,
// its OnResponse is OnHTTP2Response, and its Connect is the CONNECT method.
{$APPTYPE CONSOLE}

uses
  SysUtils, Classes, sgcHTTP, sgcHTTP2_Client, sgcHTTP2_Classes;

const
  ENDPOINT = '{{endpoint}}';
  PATH = '{{path}}';
  MAX_PUSHES = 20;

type
  TClient = class
  private
    FClient: TsgcHTTP2Client;
    FPushes: Integer;
    procedure DoResponse(Sender: TObject;
      const Connection: TsgcHTTP2ConnectionClient;
      const Request: TsgcHTTP2RequestProperty;
      const Response: TsgcHTTP2ResponseProperty);
    procedure DoPushPromise(Sender: TObject;
      const Connection: TsgcHTTP2ConnectionClient;
      const PushPromise: TsgcHTTP2_Frame_PushPromise; var Cancel: Boolean);
    procedure DoDisconnect(Sender: TObject;
      const Connection: TsgcHTTP2ConnectionClient);
    procedure DoPending(Sender: TObject;
      const Connection: TsgcHTTP2ConnectionClient;
      var aReconnect, aClear: Boolean);
  public
    constructor Create;
    destructor Destroy; override;
    procedure Fetch;
  end;

constructor TClient.Create;
var
  Token: string;
begin
  FClient := TsgcHTTP2Client.Create(nil);
  FClient.TLSOptions.VerifyCertificate := True;
  FClient.Settings.EnablePush := True;
  FClient.HeartBeat.Interval := 30;
  FClient.HeartBeat.Enabled := True;
  // A different number for each client: not all reconnect at the same time.
  FClient.WatchDog.Interval := 2 + Random(8);
  FClient.WatchDog.Attempts := 10;
  FClient.WatchDog.Enabled := True;
  Token := GetEnvironmentVariable('TOKEN'); // never in the source
  if Token <> '' then
    FClient.Request.CustomHeaders.Add('authorization: Bearer ' + Token);
  FClient.OnHTTP2Response := DoResponse;
  FClient.OnHTTP2PushPromise := DoPushPromise;
  FClient.OnHTTP2Disconnect := DoDisconnect;
  FClient.OnHTTP2PendingRequests := DoPending;
end;

destructor TClient.Destroy;
begin
  FClient.Free;
  inherited;
end;

procedure TClient.Fetch;
begin
  FPushes := 0;
  FClient.GetAsync(ENDPOINT + PATH); // more of these share the connection
end;

procedure TClient.DoPushPromise(Sender: TObject;
  const Connection: TsgcHTTP2ConnectionClient;
  const PushPromise: TsgcHTTP2_Frame_PushPromise; var Cancel: Boolean);
begin
  Inc(FPushes);
  Cancel := FPushes > MAX_PUSHES;
  WriteLn('promised ' + PushPromise.URL);
end;

// For responses and pushes.
procedure TClient.DoResponse(Sender: TObject;
  const Connection: TsgcHTTP2ConnectionClient;
  const Request: TsgcHTTP2RequestProperty;
  const Response: TsgcHTTP2ResponseProperty);
begin
  // Your code here.
  WriteLn(Format('%d %s', [Response.Status, Response.DataString]));
end;

procedure TClient.DoDisconnect(Sender: TObject;
  const Connection: TsgcHTTP2ConnectionClient);
begin
  WriteLn('disconnected');
end;

procedure TClient.DoPending(Sender: TObject;
  const Connection: TsgcHTTP2ConnectionClient;
  var aReconnect, aClear: Boolean);
begin
  aReconnect := True; // a GET may be repeated
  aClear := False;
end;

var
  Page: TClient;

begin
  Randomize;
  Page := TClient.Create;
  try
    Page.Fetch;
    while True do
      CheckSynchronize(100); // events run here, on the main thread
  finally
    Page.Free;
  end;
end.
