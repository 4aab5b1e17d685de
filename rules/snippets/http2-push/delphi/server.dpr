program Server;
// HTTP/2 server with sgcWebSockets that pushes a style sheet with its page, to
// clients that still accept push. Browsers no longer accept it.
// API: esegece.com/help/sgcWebSockets, TsgcWebSocketHTTPServer
// (PushPromiseAddPreLoadLinks), and the vendor's demo Server_and_Client_Chat.
{$APPTYPE CONSOLE}

uses
  SysUtils, Classes, IdContext, IdCustomHTTPServer, sgcWebSocket,
  sgcWebSocket_Classes;

const
  SERVER_PORT = '{{port}}';
  PATH = '{{path}}';
  PAGE = '<!doctype html><link rel="stylesheet" href="/style.css"><p>Hello';

type
  TServer = class
  private
    FServer: TsgcWebSocketHTTPServer;
    procedure DoGet(AContext: TIdContext; ARequestInfo: TIdHTTPRequestInfo;
      AResponseInfo: TIdHTTPResponseInfo);
    procedure DoAuthentication(Connection: TsgcWSConnection; AuthType,
      AuthData: string; var aUser, aPassword: string;
      var Authenticated: Boolean);
    procedure DoException(Connection: TsgcWSConnection; E: Exception);
  public
    constructor Create;
    destructor Destroy; override;
  end;

constructor TServer.Create;
var
  Links: TStringList;
begin
  FServer := TsgcWebSocketHTTPServer.Create(nil);
  FServer.Port := SERVER_PORT;
  // HTTP/2 needs TLS here. Secrets come from the environment, never from the
  // source.
  FServer.SSLOptions.CertFile := GetEnvironmentVariable('TLS_CERT_FILE');
  FServer.SSLOptions.KeyFile := GetEnvironmentVariable('TLS_KEY_FILE');
  FServer.SSLOptions.Port := SERVER_PORT;
  FServer.SSL := True;
  FServer.HTTP2Options.Enabled := True;
  Links := TStringList.Create;
  try
    Links.Add('/style.css');
    FServer.PushPromiseAddPreLoadLinks(PATH, Links);
  finally
    Links.Free;
  end;
  FServer.OnCommandGet := DoGet;
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

procedure TServer.DoGet(AContext: TIdContext; ARequestInfo: TIdHTTPRequestInfo;
  AResponseInfo: TIdHTTPResponseInfo);
begin
  AResponseInfo.ResponseNo := 200;
  if ARequestInfo.Document = PATH then
  begin
    AResponseInfo.ContentType := 'text/html; charset=utf-8'; // your code here
    AResponseInfo.ContentText := PAGE;
  end
  else if ARequestInfo.Document = '/style.css' then
  begin
    AResponseInfo.ContentType := 'text/css';
    AResponseInfo.ContentText := 'p { color: green }';
  end
  else
    AResponseInfo.ResponseNo := 404;
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
  Site: TServer;

begin
  Site := TServer.Create;
  try
    WriteLn(Format('listening on %d', [SERVER_PORT]));
    while True do
      CheckSynchronize(100);
  finally
    Site.Free;
  end;
end.
