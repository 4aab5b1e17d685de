program Server;
// Signalling server with sgcWebSockets for peers that use
// TsgcRTCPeerConnection. Payloads never pass through it. Peers behind strict
// firewalls also need a TURN server.
// API: esegece.com/help/sgcWebSockets, RTCPeerConnection, "WebSocket Server".
{$APPTYPE CONSOLE}

uses
  SysUtils, Classes, sgcWebSocket, sgcWebSocket_Classes,
  sgcWebSocket_Protocols;

const
  SERVER_PORT = '{{port}}';
  // The site whose pages may connect; other programs send no origin.
  ORIGIN = '{{origin}}';

type
  TServer = class
  private
    FServer: TsgcWebSocketServer;
    FProtocol: TsgcWSPServer_RTCPeerConnection;
    procedure DoConnect(Connection: TsgcWSConnection);
    procedure DoDisconnect(Connection: TsgcWSConnection; Code: Integer);
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
  FProtocol := TsgcWSPServer_RTCPeerConnection.Create(nil);
  FProtocol.Server := FServer;
  FServer.Port := SERVER_PORT;
  FServer.SecurityOptions.OriginsAllowed := ORIGIN;
  // Without these files, a proxy in front must terminate TLS. Secrets come from
  // the environment, never from the source.
  FServer.SSLOptions.CertFile := GetEnvironmentVariable('TLS_CERT_FILE');
  FServer.SSLOptions.KeyFile := GetEnvironmentVariable('TLS_KEY_FILE');
  FServer.SSLOptions.Port := SERVER_PORT;
  FServer.SSL := FServer.SSLOptions.CertFile <> '';
  FServer.HeartBeat.Interval := 25;
  FServer.HeartBeat.Timeout := 10; // no answer to a ping: the link is dead
  FServer.HeartBeat.Enabled := True;
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
  FProtocol.Free;
  FServer.Free;
  inherited;
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
  Signalling: TServer;

begin
  Signalling := TServer.Create;
  try
    WriteLn(Format('listening on %d', [SERVER_PORT]));
    while True do
      CheckSynchronize(100); // events run here, on the main thread
  finally
    Signalling.Free;
  end;
end.
