program Server;
// WebSocket server with sgcWebSockets: forwards each message to all other
// clients, closes dead links.
// API: esegece.com/help/sgcWebSockets, TsgcWebSocketServer, and the vendor's
// demo Server_and_Client_Chat.
{$APPTYPE CONSOLE}

uses
  SysUtils, Classes, sgcWebSocket, sgcWebSocket_Classes;

const
  SERVER_PORT = '{{port}}';
  // The site whose pages may connect; pages cannot send the token.
  ORIGIN = '{{origin}}';
  PAGE_PING = '{"type":"ping"}'; // pages cannot send ping frames
  PAGE_PONG = '{"type":"pong"}';
  // Below the 60 s after which many proxies cut an idle connection.
  HEARTBEAT_SECONDS = '{{heartbeat}}';
  MAX_MESSAGE_CHARS = 65536;

type
  TServer = class
  private
    FServer: TsgcWebSocketServer;
    procedure DoConnect(Connection: TsgcWSConnection);
    procedure DoMessage(Connection: TsgcWSConnection; const Text: string);
    procedure DoDisconnect(Connection: TsgcWSConnection; Code: Integer);
    procedure DoError(Connection: TsgcWSConnection; const Error: string);
    procedure DoAuthentication(Connection: TsgcWSConnection; AuthType,
      AuthData: string; var aUser, aPassword: string;
      var Authenticated: Boolean);
    procedure DoException(Connection: TsgcWSConnection; E: Exception);
  public
    constructor Create;
    destructor Destroy; override;
  end;

constructor TServer.Create;
begin
  FServer := TsgcWebSocketServer.Create(nil);
  FServer.Port := SERVER_PORT;
  FServer.SecurityOptions.OriginsAllowed := ORIGIN;
  // Without these files, a proxy in front must terminate TLS. Secrets come from
  // the environment, never from the source.
  FServer.SSLOptions.CertFile := GetEnvironmentVariable('TLS_CERT_FILE');
  FServer.SSLOptions.KeyFile := GetEnvironmentVariable('TLS_KEY_FILE');
  FServer.SSLOptions.Port := SERVER_PORT;
  FServer.SSL := FServer.SSLOptions.CertFile <> '';
  FServer.HeartBeat.Interval := HEARTBEAT_SECONDS;
  FServer.HeartBeat.Timeout := 10; // no answer to a ping: the link is dead
  FServer.HeartBeat.Enabled := True;
  FServer.OnConnect := DoConnect;
  FServer.OnMessage := DoMessage;
  FServer.OnDisconnect := DoDisconnect;
  FServer.OnError := DoError;
  // With TOKEN, only clients that send it as a bearer token can connect.
  FServer.Authentication.Enabled := GetEnvironmentVariable('TOKEN') <> '';
  FServer.OnUnknownAuthentication := DoAuthentication;
  FServer.OnException := DoException;
  FServer.Active := True;
end;

destructor TServer.Destroy;
begin
  FServer.Active := False;
  FServer.Free;
  inherited;
end;

procedure TServer.DoConnect(Connection: TsgcWSConnection);
begin
  WriteLn('connected: ' + Connection.IP);
end;

procedure TServer.DoMessage(Connection: TsgcWSConnection; const Text: string);
begin
  if Text = PAGE_PING then
    Connection.WriteData(PAGE_PONG)
  // Your code here; the last argument leaves out the sender.
  else if Length(Text) <= MAX_MESSAGE_CHARS then
    FServer.Broadcast(Text, '', '', Connection.Guid);
end;

procedure TServer.DoDisconnect(Connection: TsgcWSConnection; Code: Integer);
begin
  WriteLn(Format('closed (%d): %s', [Code, Connection.IP]));
end;

procedure TServer.DoError(Connection: TsgcWSConnection; const Error: string);
begin
  WriteLn('error: ' + Error);
end;

// The component calls this for the schemes that it does not check itself.
procedure TServer.DoAuthentication(Connection: TsgcWSConnection; AuthType,
  AuthData: string; var aUser, aPassword: string;
  var Authenticated: Boolean);
begin
  Authenticated := (AuthType = 'Bearer')
    and (AuthData = GetEnvironmentVariable('TOKEN'));
end;

procedure TServer.DoException(Connection: TsgcWSConnection; E: Exception);
begin
  WriteLn('exception: ' + E.Message);
end;

var
  Chat: TServer;

begin
  Chat := TServer.Create;
  try
    WriteLn(Format('listening on %d', [SERVER_PORT]));
    while True do
      CheckSynchronize(100); // events run here, on the main thread
  finally
    Chat.Free;
  end;
end.
