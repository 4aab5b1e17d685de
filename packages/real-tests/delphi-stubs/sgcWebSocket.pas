unit sgcWebSocket;
interface
uses
  SysUtils, Classes, IdCustomHTTPServer, sgcWebSocket_Classes;
type
  TsgcWebSocketClient = class(TComponent)
  private
    FActive, FTLS: Boolean;
    FHost, FURL: String;
    FPort: Integer;
    FHeartBeat: TsgcWSHeartBeat_Options;
    FSpecifications: TsgcWSSpecifications;
    FWatchDog: TsgcWSWatchDogClient_Options;
    FTLSOptions: TsgcWSTLS_Options;
    FOnConnect: TsgcWSConnectEvent;
    FOnMessage: TsgcWSMessageEvent;
    FOnDisconnect: TsgcWSDisconnectEvent;
    FOnError: TsgcWSErrorEvent;
    FOnException: TsgcExceptionEvent;
    FOnBeforeWatchDog: TsgcWSOnBeforeWatchDogEvent;
    FOnHandshake: TsgcWSHandshakeEvent;
  public
    procedure WriteData(const aText: String; const aSize: Integer = 0; const aStreaming: TwsStreaming = stmNone);
    property Active: Boolean read FActive write FActive;
    property Host: String read FHost write FHost;
    property Port: Integer read FPort write FPort;
    property URL: String read FURL write FURL;
    property TLS: Boolean read FTLS write FTLS;
    property HeartBeat: TsgcWSHeartBeat_Options read FHeartBeat write FHeartBeat;
    property Specifications: TsgcWSSpecifications read FSpecifications write FSpecifications;
    property WatchDog: TsgcWSWatchDogClient_Options read FWatchDog write FWatchDog;
    property TLSOptions: TsgcWSTLS_Options read FTLSOptions write FTLSOptions;
    property OnConnect: TsgcWSConnectEvent read FOnConnect write FOnConnect;
    property OnMessage: TsgcWSMessageEvent read FOnMessage write FOnMessage;
    property OnDisconnect: TsgcWSDisconnectEvent read FOnDisconnect write FOnDisconnect;
    property OnError: TsgcWSErrorEvent read FOnError write FOnError;
    property OnException: TsgcExceptionEvent read FOnException write FOnException;
    property OnBeforeWatchDog: TsgcWSOnBeforeWatchDogEvent read FOnBeforeWatchDog write FOnBeforeWatchDog;
    property OnHandshake: TsgcWSHandshakeEvent read FOnHandshake write FOnHandshake;
  end;
  TsgcWebSocketServer = class(TComponent)
  private
    FActive, FSSL: Boolean;
    FPort: Integer;
    FHeartBeat: TsgcWSHeartBeat_Options;
    FSSLOptions: TsgcWSSSL_Options;
    FSecurityOptions: TsgcWSSecurity_Options;
    FAuthentication: TsgcWSAuthenticationServer_Options;
    FOnUnknownAuthentication: TsgcWSUnknownAuthenticationEvent;
    FOnConnect: TsgcWSConnectEvent;
    FOnMessage: TsgcWSMessageEvent;
    FOnDisconnect: TsgcWSDisconnectEvent;
    FOnError: TsgcWSErrorEvent;
    FOnException: TsgcExceptionEvent;
  public
    procedure Broadcast(const aMessage: string; const aChannel: string = ''; const aProtocol: string = '';
      const Exclude: String = ''; const Include: String = ''); virtual; abstract;
    property Active: Boolean read FActive write FActive;
    property Port: Integer read FPort write FPort;
    property SSL: Boolean read FSSL write FSSL;
    property SSLOptions: TsgcWSSSL_Options read FSSLOptions write FSSLOptions;
    property SecurityOptions: TsgcWSSecurity_Options read FSecurityOptions write FSecurityOptions;
    property Authentication: TsgcWSAuthenticationServer_Options read FAuthentication write FAuthentication;
    property OnUnknownAuthentication: TsgcWSUnknownAuthenticationEvent read FOnUnknownAuthentication
      write FOnUnknownAuthentication;
    property HeartBeat: TsgcWSHeartBeat_Options read FHeartBeat write FHeartBeat;
    property OnConnect: TsgcWSConnectEvent read FOnConnect write FOnConnect;
    property OnMessage: TsgcWSMessageEvent read FOnMessage write FOnMessage;
    property OnDisconnect: TsgcWSDisconnectEvent read FOnDisconnect write FOnDisconnect;
    property OnError: TsgcWSErrorEvent read FOnError write FOnError;
    property OnException: TsgcExceptionEvent read FOnException write FOnException;
  end;
  TsgcWebSocketHTTPServer = class(TsgcWebSocketServer)
  private
    FFallBack: TsgcWSFallBack_Options;
    FHTTP2Options: TsgcWSHTTP2Server_Options;
    FOnCommandGet: TIdHTTPCommandEvent;
  public
    procedure PushPromiseAddPreLoadLinks(const aPathMatch: String; const aLinks: TStrings); virtual; abstract;
    property FallBack: TsgcWSFallBack_Options read FFallBack write FFallBack;
    property HTTP2Options: TsgcWSHTTP2Server_Options read FHTTP2Options write FHTTP2Options;
    property OnCommandGet: TIdHTTPCommandEvent read FOnCommandGet write FOnCommandGet;
  end;
implementation
procedure TsgcWebSocketClient.WriteData(const aText: String; const aSize: Integer; const aStreaming: TwsStreaming);
begin
end;
end.
