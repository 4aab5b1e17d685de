program Client;
// WebRTC data between two peers with sgcWebSockets. They meet in a channel of
// the vendor's own signalling server (TsgcWSPServer_RTCPeerConnection).
// API: esegece.com/help/sgcWebSockets, TsgcRTCPeerConnection; the vendor calls
// the component "in development". The well-known cheat sheet names
// TsgcWSPClient_WebRTC, which the help does not contain.
{$APPTYPE CONSOLE}

uses
  SysUtils, Classes, IdURI, sgcP2P, sgcP2P_ICE_Classes, sgcWebSocket_Classes;

const
  ENDPOINT = '{{endpoint}}';
  ROOM = '{{room}}';
  STUN_HOST = '{{stun-host}}';
  STUN_PORT = '{{stun-port}}';

type
  TPeer = class
  private
    FRTC: TsgcRTCPeerConnection;
    FConnected: Boolean;
    FFailures: Integer;
    FRetryAt: TDateTime; // 0: nothing to do
    procedure DoConnect(Sender: TObject;
      const aCandidatePair: TsgcICE_CandidatePair);
    procedure DoMessage(Sender: TObject; const aBytes: TBytes);
    procedure DoSignallingClosed(Sender: TObject;
      Connection: TsgcWSConnection; Code: Integer);
  public
    constructor Create;
    destructor Destroy; override;
    procedure Run;
  end;

constructor TPeer.Create;
var
  URI: TIdURI;
begin
  FRTC := TsgcRTCPeerConnection.Create(nil);
  URI := TIdURI.Create(ENDPOINT);
  try
    FRTC.RTCOptions.WebSocket.TLS := URI.Protocol = 'wss';
    FRTC.RTCOptions.WebSocket.Host := URI.Host;
    FRTC.RTCOptions.WebSocket.Port := StrToIntDef(URI.Port, 443);
  finally
    URI.Free;
  end;
  FRTC.RTCOptions.WebSocket.Channel := ROOM;
  FRTC.RTCOptions.ICE.Host := STUN_HOST;
  FRTC.RTCOptions.ICE.Port := STUN_PORT;
  // Secrets come from the environment, never from the source.
  FRTC.RTCOptions.ICE.Username := GetEnvironmentVariable('TURN_USERNAME');
  FRTC.RTCOptions.ICE.Password := GetEnvironmentVariable('TURN_PASSWORD');
  // Without DTLS, the payload is not encrypted.
  FRTC.RTCOptions.DTLS := True;
  FRTC.RTCOptions.DTLSOptions.CertFile :=
    GetEnvironmentVariable('DTLS_CERT_FILE');
  FRTC.RTCOptions.DTLSOptions.KeyFile :=
    GetEnvironmentVariable('DTLS_KEY_FILE');
  FRTC.OnRTCConnect := DoConnect;
  FRTC.OnRTCMessage := DoMessage;
  FRTC.OnRTCWebSocketDisconnect := DoSignallingClosed;
end;

destructor TPeer.Destroy;
begin
  FRTC.Free;
  inherited;
end;

procedure TPeer.Run;
begin
  // Connects to the signalling server, then looks for a path to the other peer.
  FRTC.GatherCandidates;
  while True do
  begin
    CheckSynchronize(100); // events run here, on the main thread
    if (FRetryAt > 0) and (Now >= FRetryAt) then
    begin
      FRetryAt := 0;
      FRTC.Clear;
      FRTC.GatherCandidates;
    end;
  end;
end;

procedure TPeer.DoConnect(Sender: TObject;
  const aCandidatePair: TsgcICE_CandidatePair);
begin
  FConnected := True;
  FFailures := 0;
  FRTC.WriteData('hello'); // before, there is no path
end;

procedure TPeer.DoMessage(Sender: TObject; const aBytes: TBytes);
begin
  WriteLn(TEncoding.UTF8.GetString(aBytes)); // your code here
end;

procedure TPeer.DoSignallingClosed(Sender: TObject;
  Connection: TsgcWSConnection; Code: Integer);
begin
  WriteLn(Format('signalling closed (%d)', [Code]));
  if FConnected then
    Exit; // the data needs no server now
  // Doubles up to 32 s, with jitter: not all peers reconnect at the same time.
  FRetryAt := Now + (500 + Random(1000 shl FFailures)) / MSecsPerDay;
  if FFailures < 5 then
    Inc(FFailures);
end;

var
  Peer: TPeer;

begin
  Randomize;
  Peer := TPeer.Create;
  try
    Peer.Run;
  finally
    Peer.Free;
  end;
end.
