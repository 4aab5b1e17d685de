program Client;
// WebSocket client with sgcWebSockets: heartbeat, reconnection with backoff,
// bounded outbox while it is down.
// API: esegece.com/help/sgcWebSockets, TsgcWebSocketClient.
{$APPTYPE CONSOLE}

uses
  SysUtils, Classes, Math, sgcWebSocket, sgcWebSocket_Classes;

const
  ENDPOINT = '{{endpoint}}';
  // Below the 60 s after which many proxies cut an idle connection.
  HEARTBEAT_SECONDS = '{{heartbeat}}';
  OUTBOX_LIMIT = 1000; // messages; the oldest are dropped first

type
  TClient = class
  private
    FClient: TsgcWebSocketClient;
    FFailures: Integer;
    FOpenedAt: TDateTime;
    FOutbox: TStringList;
    FConnected: Boolean;
    procedure DoHandshake(Connection: TsgcWSConnection;
      var Headers: TStringList);
    procedure DoConnect(Connection: TsgcWSConnection);
    procedure DoMessage(Connection: TsgcWSConnection; const Text: string);
    procedure DoDisconnect(Connection: TsgcWSConnection; Code: Integer);
    procedure DoError(Connection: TsgcWSConnection; const Error: string);
    procedure DoException(Connection: TsgcWSConnection; E: Exception);
    procedure DoBeforeWatchDog(Sender: TObject; var Handled: Boolean);
  public
    constructor Create;
    destructor Destroy; override;
    procedure Send(const Text: string);
  end;

constructor TClient.Create;
begin
  FOutbox := TStringList.Create;
  FClient := TsgcWebSocketClient.Create(nil);
  FClient.URL := ENDPOINT; // wss:// enables TLS
  FClient.TLSOptions.VerifyCertificate := True;
  FClient.HeartBeat.Interval := HEARTBEAT_SECONDS;
  FClient.HeartBeat.Timeout := 10; // no answer to a ping: the link is dead
  FClient.HeartBeat.Enabled := True;
  FClient.WatchDog.Attempts := 0; // without limit
  FClient.WatchDog.Interval := 1;
  FClient.WatchDog.Enabled := True;
  FClient.OnHandshake := DoHandshake;
  FClient.OnConnect := DoConnect;
  FClient.OnMessage := DoMessage;
  FClient.OnDisconnect := DoDisconnect;
  FClient.OnError := DoError;
  FClient.OnException := DoException;
  FClient.OnBeforeWatchDog := DoBeforeWatchDog;
  // Returns before the connection is up: the first write is for OnConnect.
  FClient.Active := True;
end;

destructor TClient.Destroy;
begin
  FClient.Free;
  FOutbox.Free;
  inherited;
end;

procedure TClient.Send(const Text: string);
begin
  if FConnected then
    FClient.WriteData(Text)
  else
  begin
    FOutbox.Add(Text);
    if FOutbox.Count > OUTBOX_LIMIT then
      FOutbox.Delete(0);
  end;
end;

procedure TClient.DoHandshake(Connection: TsgcWSConnection;
  var Headers: TStringList);
var
  Token: string;
begin
  Token := GetEnvironmentVariable('TOKEN'); // never in the source
  if Token <> '' then
    Headers.Add('Authorization: Bearer ' + Token);
end;

procedure TClient.DoConnect(Connection: TsgcWSConnection);
begin
  FConnected := True;
  FOpenedAt := Now;
  WriteLn('connected');
  while FOutbox.Count > 0 do
  begin
    Connection.WriteData(FOutbox[0]);
    FOutbox.Delete(0);
  end;
end;

procedure TClient.DoMessage(Connection: TsgcWSConnection; const Text: string);
begin
  try
    WriteLn(Text); // your code here
  except // your errors must not end it
    on E: Exception do
      WriteLn('failed: ' + E.Message);
  end;
end;

procedure TClient.DoDisconnect(Connection: TsgcWSConnection; Code: Integer);
begin
  FConnected := False;
  WriteLn(Format('closed (%d)', [Code]));
  if Code <> 1008 then
    Exit;
  WriteLn('refused: not trying again'); // the server's policy
  FClient.WatchDog.Enabled := False;
end;

procedure TClient.DoError(Connection: TsgcWSConnection; const Error: string);
begin
  WriteLn('error: ' + Error);
end;

procedure TClient.DoException(Connection: TsgcWSConnection; E: Exception);
begin
  WriteLn('exception: ' + E.Message);
end;

procedure TClient.DoBeforeWatchDog(Sender: TObject; var Handled: Boolean);
begin
  // A stable connection resets the backoff; one that only opened does not.
  if (FOpenedAt > 0) and ((Now - FOpenedAt) * SecsPerDay > 30) then
    FFailures := 0;
  FOpenedAt := 0;
  // Doubles up to 32 s, with jitter: not all clients reconnect at the same
  // time.
  FClient.WatchDog.Interval := 1 + Random(1 shl Min(FFailures, 5));
  Inc(FFailures);
  Handled := False;
end;

var
  Chat: TClient;

begin
  Randomize;
  Chat := TClient.Create;
  try
    Chat.Send('{"type":"hello"}');
    // Events run here, on the main thread, so the outbox needs no lock.
    while True do
      CheckSynchronize(100);
  finally
    Chat.Free;
  end;
end.
