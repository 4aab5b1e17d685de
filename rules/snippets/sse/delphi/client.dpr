program Client;
// Server-Sent Events client with sgcWebSockets: reads until the stream ends,
// then reconnects with backoff.
// API: esegece.com, "Delphi Server Sent Events (SSE) Client"
// (TsgcHTTP1Client.GetSSE, since 2023.2). The well-known cheat sheet names
// TsgcWSPClient_SSE and OnEvent, which the vendor's help does not contain.
{$APPTYPE CONSOLE}

uses
  SysUtils, Classes, Math, sgcHTTP;

const
  ENDPOINT = '{{endpoint}}';
  // The server should send a comment more often than this.
  SILENCE_MS = '{{silence}}' * 1000;

type
  TClient = class
  private
    FHTTP: TsgcHTTP1Client;
    FFailures: Integer;
    procedure DoMessage(Sender: TObject; const aMessage: string;
      var Cancel: Boolean);
  public
    constructor Create;
    destructor Destroy; override;
    procedure Run;
  end;

constructor TClient.Create;
var
  Token: string;
begin
  FHTTP := TsgcHTTP1Client.Create(nil);
  FHTTP.TLSOptions.VerifyCertificate := True;
  FHTTP.ConnectTimeout := 10000;
  FHTTP.ReadTimeout := SILENCE_MS; // a silent connection counts as dead
  Token := GetEnvironmentVariable('TOKEN'); // never in the source
  if Token <> '' then
    FHTTP.Request.CustomHeaders.Values['Authorization'] := 'Bearer ' + Token;
  FHTTP.OnSSEMessage := DoMessage;
end;

destructor TClient.Destroy;
begin
  FHTTP.Free;
  inherited;
end;

procedure TClient.Run;
var
  Started: TDateTime;
begin
  while True do
  begin
    Started := Now;
    try
      FHTTP.GetSSE(ENDPOINT); // blocks while the stream is open
      WriteLn('stream ended');
    except
      on E: Exception do
        WriteLn('error: ' + E.Message);
    end;
    if (Now - Started) * SecsPerDay > 30 then
      FFailures := 0; // it was stable
    // Doubles up to 32 s, with jitter: not all clients reconnect at the same
    // time.
    Sleep(500 + Random(1000 shl Min(FFailures, 5)));
    Inc(FFailures);
  end;
end;

// To resume after a gap, put a sequence number into the message.
procedure TClient.DoMessage(Sender: TObject; const aMessage: string;
  var Cancel: Boolean);
begin
  WriteLn(aMessage); // your code here
  Cancel := False;
end;

var
  Stream: TClient;

begin
  Randomize;
  Stream := TClient.Create;
  try
    Stream.Run;
  finally
    Stream.Free;
  end;
end.
