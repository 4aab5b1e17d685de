unit sgcP2P;
interface
uses
  SysUtils, Classes, sgcP2P_ICE_Classes, sgcWebSocket_Classes;
type
  TsgcRTCConnectEvent = procedure(Sender: TObject; const aCandidatePair: TsgcICE_CandidatePair) of object;
  TsgcRTCMessageEvent = procedure(Sender: TObject; const aBytes: TBytes) of object;
  TsgcRTCWebSocketDisconnectEvent = procedure(Sender: TObject; Connection: TsgcWSConnection; Code: Integer) of object;
  TsgcRTCWebSocketOptions = class
  public
    Host, Channel: string;
    Port: Integer;
    TLS: Boolean;
  end;
  TsgcRTCICEOptions = class
  public
    Host, Username, Password: string;
    Port: Integer;
  end;
  TsgcRTCPeerConnection_Options = class
  public
    WebSocket: TsgcRTCWebSocketOptions;
    ICE: TsgcRTCICEOptions;
    DTLS: Boolean;
    DTLSOptions: TsgcWSTLS_Options;
  end;
  TsgcRTCPeerConnection = class(TComponent)
  private
    FRTCOptions: TsgcRTCPeerConnection_Options;
    FOnRTCConnect: TsgcRTCConnectEvent;
    FOnRTCMessage: TsgcRTCMessageEvent;
    FOnRTCWebSocketDisconnect: TsgcRTCWebSocketDisconnectEvent;
  public
    procedure Clear; virtual; abstract;
    procedure GatherCandidates; virtual; abstract;
    procedure WriteData(const aText: string); virtual; abstract;
    property RTCOptions: TsgcRTCPeerConnection_Options read FRTCOptions write FRTCOptions;
    property OnRTCConnect: TsgcRTCConnectEvent read FOnRTCConnect write FOnRTCConnect;
    property OnRTCMessage: TsgcRTCMessageEvent read FOnRTCMessage write FOnRTCMessage;
    property OnRTCWebSocketDisconnect: TsgcRTCWebSocketDisconnectEvent read FOnRTCWebSocketDisconnect
      write FOnRTCWebSocketDisconnect;
  end;
implementation
end.
