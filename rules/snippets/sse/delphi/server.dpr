program Server;
// Server-Sent Events server with sgcWebSockets: every client gets each event.
// The component writes the frames; to replay what a client missed, put a
// sequence number into your messages and keep the last ones. Most clients
// refuse an event of more than 1 MB.
// API: esegece.com/help/sgcWebSockets, TsgcWebSocketHTTPServer, and the
// vendor's demo Server_and_Client_Chat (FallBack.ServerSentEvents).
{$APPTYPE CONSOLE}

uses
  SysUtils, Classes, sgcWebSocket, sgcWebSocket_Classes;

const
  SERVER_PORT = '{{port}}';
  // The site whose pages may read the stream; other programs send no origin.
  ORIGIN = '{{origin}}';

type
  TServer = class
  private
    FServer: TsgcWebSocketHTTPServer;
    procedure DoConnect(Connection: TsgcWSConnection);
    procedure DoDisconnect(Connection: TsgcWSConnection; Code: Integer);
    procedure DoAuthentication(Connection: TsgcWSConnection; AuthType,
      AuthData: string; var aUser, aPassword: string;
      var Authenticated: Boolean);
    procedure DoException(Connection: TsgcWSConnection; E: Exception);
  public
    constructor Create;
    destructor Destroy; override;
    procedure Publish(const Text: string);
  end;

constructor TServer.Create;
begin
  FServer := TsgcWebSocketHTTPServer.Create(nil);
  FServer.Port := SERVER_PORT;
  FServer.SecurityOptions.OriginsAllowed := ORIGIN;
  // Without these files, a proxy in front must terminate TLS. Secrets come from
  // the environment, never from the source.
  FServer.SSLOptions.CertFile := GetEnvironmentVariable('TLS_CERT_FILE');
  FServer.SSLOptions.KeyFile := GetEnvironmentVariable('TLS_KEY_FILE');
  FServer.SSLOptions.Port := SERVER_PORT;
  FServer.SSL := FServer.SSLOptions.CertFile <> '';
  FServer.FallBack.ServerSentEvents.Enabled := True;
  FServer.OnConnect := DoConnect;
  FServer.OnDisconnect := DoDisconnect;
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

procedure TServer.Publish(const Text: string);
begin
  FServer.Broadcast(Text);
end;

procedure TServer.DoConnect(Connection: TsgcWSConnection);
begin
  WriteLn('connected: ' + Connection.IP);
end;

procedure TServer.DoDisconnect(Connection: TsgcWSConnection; Code: Integer);
begin
  WriteLn(Format('closed (%d): %s', [Code, Connection.IP]));
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
  Events: TServer;
  Ticks: Integer;

begin
  Events := TServer.Create;
  try
    WriteLn(Format('listening on %d', [SERVER_PORT]));
    Ticks := 0;
    while True do
    begin
      CheckSynchronize(100); // events run here, on the main thread
      Inc(Ticks);
      // Every 15 s: below the 60 s after which many proxies cut an idle
      // connection.
      if Ticks mod 150 = 0 then
        Events.Publish(FormatDateTime('hh:nn:ss', Now)); // your code here
    end;
  finally
    Events.Free;
  end;
end.
