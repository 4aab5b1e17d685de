unit IdURI;
interface
type
  TIdURI = class
  private
    FText: string;
  public
    constructor Create(const AURI: string = '');
    class function URLDecode(ASrc: string): string;
    property Protocol: string read FText;
    property Host: string read FText;
    property Port: string read FText;
    property Document: string read FText;
  end;
implementation
constructor TIdURI.Create(const AURI: string);
begin
  FText := AURI;
end;
class function TIdURI.URLDecode(ASrc: string): string;
begin
  Result := ASrc;
end;
end.
