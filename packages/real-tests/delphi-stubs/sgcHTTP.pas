unit sgcHTTP;
interface
uses
  Classes, sgcWebSocket_Classes, sgcHTTP2_Classes, sgcHTTP2_Client;
type
  TsgcSSEMessageEvent = procedure(Sender: TObject; const aMessage: string; var Cancel: Boolean) of object;
  THTTPRequest = class
  public
    CustomHeaders: TStringList;
  end;
  TsgcHTTP2Settings = class
  public
    EnablePush: Boolean;
  end;
  { inherits ConnectTimeout, ReadTimeout and Request from Indy's TIdHTTP }
  TsgcHTTP1Client = class(TComponent)
  public
    ConnectTimeout, ReadTimeout: Integer;
    Request: THTTPRequest;
    TLSOptions: TsgcWSTLS_Options;
    OnSSEMessage: TsgcSSEMessageEvent;
    procedure GetSSE(const aURL: string); virtual; abstract;
  end;
  TsgcHTTP2Client = class(TComponent)
  public
    Request: THTTPRequest;
    Settings: TsgcHTTP2Settings;
    TLSOptions: TsgcWSTLS_Options;
    HeartBeat: TsgcWSHeartBeat_Options;
    WatchDog: TsgcWSWatchDogClient_Options;
    OnHTTP2Response: TsgcHTTP2ClientResponseEvent;
    OnHTTP2PushPromise: TsgcHTTP2ClientPushPromiseEvent;
    OnHTTP2Disconnect: TsgcHTTP2ClientDisconnectEvent;
    OnHTTP2PendingRequests: TsgcHTTP2ClientPendingRequestsEvent;
    procedure GetAsync(const aURL: string); virtual; abstract;
  end;
implementation
end.
