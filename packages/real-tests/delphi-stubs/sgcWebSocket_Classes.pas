unit sgcWebSocket_Classes;
interface
uses
  SysUtils, Classes;
type
  TwsStreaming = (stmNone);
  TsgcWSConnection = class
  public
    Guid, IP: string;
    procedure WriteData(const aText: String); virtual; abstract;
  end;
  TsgcWSConnectEvent = procedure(Connection: TsgcWSConnection) of object;
  TsgcWSMessageEvent = procedure(Connection: TsgcWSConnection; const Text: string) of object;
  TsgcWSDisconnectEvent = procedure(Connection: TsgcWSConnection; Code: Integer) of object;
  TsgcWSErrorEvent = procedure(Connection: TsgcWSConnection; const Error: string) of object;
  TsgcExceptionEvent = procedure(Connection: TsgcWSConnection; E: Exception) of object;
  TsgcWSOnBeforeWatchDogEvent = procedure(Sender: TObject; var Handled: Boolean) of object;
  TsgcWSHandshakeEvent = procedure(Connection: TsgcWSConnection; var Headers: TStringList) of object;
  TsgcWSUnknownAuthenticationEvent = procedure(Connection: TsgcWSConnection; AuthType, AuthData: string;
    var aUser, aPassword: string; var Authenticated: Boolean) of object;
  TsgcWSAuthenticationServer_Options = class
  public
    Enabled: Boolean;
  end;
  TsgcWSHeartBeat_Options = class
  public
    Enabled: Boolean;
    Interval, Timeout: Integer;
  end;
  TsgcWSWatchDogClient_Options = class
  private
    FAttemptsCount: Integer;
  public
    Enabled: Boolean;
    Interval, Attempts: Integer;
    property AttemptsCount: Integer read FAttemptsCount;
  end;
  TsgcWSSpecifications = class
  public
    RFC6455: Boolean;
  end;
  TsgcWSTLS_Options = class
  public
    VerifyCertificate: Boolean;
    CertFile, KeyFile: string;
  end;
  TsgcWSSecurity_Options = class
  public
    OriginsAllowed: String;
  end;

  TsgcWSSSL_Options = class
  public
    CertFile, KeyFile: string;
    Port: Integer;
  end;
  TsgcWSHTTP2Server_Options = class
  public
    Enabled: Boolean;
  end;
  TsgcWSFallBack_ServerSentEvents = class
  public
    Enabled: Boolean;
  end;
  TsgcWSFallBack_Options = class
  public
    ServerSentEvents: TsgcWSFallBack_ServerSentEvents;
  end;
implementation
end.
