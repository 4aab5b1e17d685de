unit sgcHTTP2_Client;
interface
uses
  sgcHTTP2_Classes;
type
  TsgcHTTP2ConnectionClient = class
  end;
  TsgcHTTP2ClientResponseEvent = procedure(Sender: TObject; const Connection: TsgcHTTP2ConnectionClient;
    const Request: TsgcHTTP2RequestProperty; const Response: TsgcHTTP2ResponseProperty) of object;
  TsgcHTTP2ClientPushPromiseEvent = procedure(Sender: TObject; const Connection: TsgcHTTP2ConnectionClient;
    const PushPromise: TsgcHTTP2_Frame_PushPromise; var Cancel: Boolean) of object;
  TsgcHTTP2ClientDisconnectEvent = procedure(Sender: TObject; const Connection: TsgcHTTP2ConnectionClient) of object;
  TsgcHTTP2ClientPendingRequestsEvent = procedure(Sender: TObject; const Connection: TsgcHTTP2ConnectionClient;
    var aReconnect, aClear: Boolean) of object;
implementation
end.
