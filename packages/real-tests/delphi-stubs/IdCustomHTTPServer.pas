unit IdCustomHTTPServer;
interface
uses
  IdContext;
type
  TIdHTTPRequestInfo = class
  public
    Document: string;
  end;
  TIdHTTPResponseInfo = class
  public
    ResponseNo: Integer;
    ContentType, ContentText: string;
  end;
  TIdHTTPCommandEvent = procedure(AContext: TIdContext; ARequestInfo: TIdHTTPRequestInfo;
    AResponseInfo: TIdHTTPResponseInfo) of object;
implementation
end.
