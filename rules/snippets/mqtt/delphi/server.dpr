program Server;
// MQTT back end with sgcWebSockets: publishes to a broker, which distributes
// the messages. Heartbeat, reconnection with backoff, bounded backlog while it
// is down.
// API: esegece.com/help/sgcWebSockets, TsgcWSPClient_MQTT.
{$APPTYPE CONSOLE}

uses
  SysUtils, Classes, Math, IdURI, sgcWebSocket, sgcWebSocket_Classes,
  sgcWebSocket_Protocols, sgcWebSocket_Protocol_MQTT_Client,
  sgcWebSocket_Protocol_MQTT_Message;

const
  ENDPOINT = '{{endpoint}}';
  TOPIC = '{{topic}}'; // wildcards are for subscribers
  QOS = TmqttQoS('{{qos}}');
  // Different in every process; empty for a new one in each run.
  PROCESS_NAME = '{{client-id}}';
  BACKLOG_LIMIT = 1000; // messages; the oldest are dropped first

type
  TServer = class
  private
    FClient: TsgcWebSocketClient;
    FFailures: Integer;
    FOpenedAt: TDateTime;
    FMQTT: TsgcWSPClient_MQTT;
    FBacklog: TStringList;
    FConnected: Boolean;
    procedure SetEndpoint(const URL: string);
    procedure DoBeforeConnect(Connection: TsgcWSConnection;
      var aCleanSession: Boolean; var aClientIdentifier: string);
    procedure DoConnect(Connection: TsgcWSConnection;
      const Session: Boolean; const ReasonCode: Integer;
      const ReasonName: string;
      const ConnectProperties: TsgcWSMQTTCONNACKProperties);
    procedure DoDisconnect(Connection: TsgcWSConnection; Code: Integer);
    procedure DoException(Connection: TsgcWSConnection; E: Exception);
    procedure DoBeforeWatchDog(Sender: TObject; var Handled: Boolean);
  public
    constructor Create;
    destructor Destroy; override;
    procedure Publish(const Text: string);
  end;

constructor TServer.Create;
begin
  FBacklog := TStringList.Create;
  FClient := TsgcWebSocketClient.Create(nil);
  SetEndpoint(ENDPOINT);
  FClient.TLSOptions.VerifyCertificate := True;
  FClient.WatchDog.Attempts := 0; // without limit
  FClient.WatchDog.Interval := 1;
  FClient.WatchDog.Enabled := True;
  FClient.OnDisconnect := DoDisconnect;
  FClient.OnException := DoException;
  FClient.OnBeforeWatchDog := DoBeforeWatchDog;
  FMQTT := TsgcWSPClient_MQTT.Create(nil);
  FMQTT.Client := FClient;
  FMQTT.HeartBeat.Interval := 30;
  FMQTT.HeartBeat.Enabled := True;
  // Secrets come from the environment, never from the source.
  FMQTT.Authentication.UserName := GetEnvironmentVariable('MQTT_USERNAME');
  FMQTT.Authentication.Password := GetEnvironmentVariable('MQTT_PASSWORD');
  FMQTT.Authentication.Enabled := FMQTT.Authentication.UserName <> '';
  FMQTT.OnMQTTBeforeConnect := DoBeforeConnect;
  FMQTT.OnMQTTConnect := DoConnect;
  FClient.Active := True;
end;

destructor TServer.Destroy;
begin
  FMQTT.Free;
  FClient.Free;
  FBacklog.Free;
  inherited;
end;

procedure TServer.SetEndpoint(const URL: string);
var
  URI: TIdURI;
begin
  if Pos('ws', URL) = 1 then
    FClient.URL := URL // MQTT over WebSocket
  else
  begin
    URI := TIdURI.Create(URL);
    try
      FClient.Specifications.RFC6455 := False; // plain TCP or TLS, no WebSocket
      FClient.TLS := URI.Protocol = 'mqtts';
      FClient.Host := URI.Host;
      FClient.Port := StrToIntDef(URI.Port, IfThen(FClient.TLS, 8883, 1883));
    finally
      URI.Free;
    end;
  end;
end;

procedure TServer.DoBeforeConnect(Connection: TsgcWSConnection;
  var aCleanSession: Boolean; var aClientIdentifier: string);
var
  Name: string;
begin
  Name := GetEnvironmentVariable('MQTT_CLIENT_ID');
  if Name = '' then
    Name := PROCESS_NAME;
  if Name <> '' then
    aClientIdentifier := Name; // otherwise the component's, which is random
  aCleanSession := True; // it has no subscriptions
end;

procedure TServer.DoConnect(Connection: TsgcWSConnection;
  const Session: Boolean; const ReasonCode: Integer; const ReasonName: string;
  const ConnectProperties: TsgcWSMQTTCONNACKProperties);
begin
  FOpenedAt := Now;
  WriteLn(Format('connected: %d %s', [ReasonCode, ReasonName]));
  if ReasonCode <> 0 then
    Exit; // refused, for example because of the password
  FConnected := True;
  while FBacklog.Count > 0 do
  begin
    FMQTT.Publish(TOPIC, FBacklog[0], QOS, True);
    FBacklog.Delete(0);
  end;
end;

// Retained: later subscribers get the latest value immediately.
procedure TServer.Publish(const Text: string);
begin
  if FConnected then
    FMQTT.Publish(TOPIC, Text, QOS, True)
  else
  begin
    FBacklog.Add(Text);
    if FBacklog.Count > BACKLOG_LIMIT then
      FBacklog.Delete(0);
  end;
end;

procedure TServer.DoDisconnect(Connection: TsgcWSConnection; Code: Integer);
begin
  FConnected := False;
  WriteLn(Format('closed (%d)', [Code]));
end;

procedure TServer.DoException(Connection: TsgcWSConnection; E: Exception);
begin
  WriteLn('exception: ' + E.Message);
end;

procedure TServer.DoBeforeWatchDog(Sender: TObject; var Handled: Boolean);
begin
  // A stable connection resets the backoff; one that only opened does not.
  if (FOpenedAt > 0) and ((Now - FOpenedAt) * SecsPerDay > 30) then
    FFailures := 0;
  FOpenedAt := 0;
  // Doubles up to 32 s, with jitter: not all clients reconnect at the same
  // time.
  FClient.WatchDog.Interval := 1 + Random(1 shl Min(FFailures, 5));
  Inc(FFailures);
  Handled := False;
end;

var
  BackEnd: TServer;
  Ticks: Integer;

begin
  Randomize;
  BackEnd := TServer.Create;
  try
    Ticks := 0;
    while True do
    begin
      // Events run here, on the main thread, so the backlog needs no lock.
      CheckSynchronize(100);
      Inc(Ticks);
      if Ticks mod 10 = 0 then
        BackEnd.Publish(FormatDateTime('hh:nn:ss', Now)); // your code here
    end;
  finally
    BackEnd.Free;
  end;
end.
