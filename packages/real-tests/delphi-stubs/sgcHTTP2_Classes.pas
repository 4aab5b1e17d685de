unit sgcHTTP2_Classes;
interface
type
  TsgcHTTP2RequestProperty = class
  end;
  TsgcHTTP2ResponseProperty = class
  public
    Status: Integer;
    DataString: string;
  end;
  TsgcHTTP2_Frame_PushPromise = class
  public
    URL: string;
  end;
implementation
end.
