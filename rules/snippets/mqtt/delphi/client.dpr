program Client;
// MQTT client with sgcWebSockets: keeps its session at the broker, heartbeat,
// reconnection with backoff.
// API: esegece.com/help/sgcWebSockets, TsgcWSPClient_MQTT. The well-known cheat
// sheet subscribes before the broker has accepted the connection; subscribe in
// OnMQTTConnect, which also subscribes again after a reconnection.
{$APPTYPE CONSOLE}

uses
  SysUtils, Classes, Math, IdURI, sgcWebSocket, sgcWebSocket_Classes,
  sgcWebSocket_Protocols, sgcWebSocket_Protocol_MQTT_Client,
  sgcWebSocket_Protocol_MQTT_Message;

const
  ENDPOINT = '{{endpoint}}';
  TOPIC = '{{topic}}';
  QOS = TmqttQoS('{{qos}}');
  // A different name on every device, the same after a restart: the broker then
  // stores messages while the client is offline. Two clients with the same name
  // disconnect each other. Empty: a new name, and no session, for each run.
  DEVICE_NAME = '{{client-id}}';

type
  TClient = class
  private
    FClient: TsgcWebSocketClient;
    FFailures: Integer;
    FOpenedAt: TDateTime;
    FMQTT: TsgcWSPClient_MQTT;
    FId, FOnline: string;
    FKeepsSession: Boolean;
    procedure ChooseName;
    procedure SetEndpoint(const URL: string);
    procedure DoBeforeConnect(Connection: TsgcWSConnection;
      var aCleanSession: Boolean; var aClientIdentifier: string);
    procedure DoConnect(Connection: TsgcWSConnection;
      const Session: Boolean; const ReasonCode: Integer;
      const ReasonName: string;
      const ConnectProperties: TsgcWSMQTTCONNACKProperties);
    procedure DoPublish(Connection: TsgcWSConnection; aTopic, aText: string;
      PublishProperties: TsgcWSMQTTPublishProperties);
    procedure DoDisconnect(Connection: TsgcWSConnection; Code: Integer);
    procedure DoException(Connection: TsgcWSConnection; E: Exception);
    procedure DoBeforeWatchDog(Sender: TObject; var Handled: Boolean);
  public
    constructor Create;
    destructor Destroy; override;
  end;

procedure TClient.ChooseName;
var
  Id: TGUID;
begin
  FId := GetEnvironmentVariable('MQTT_CLIENT_ID');
  if FId = '' then
    FId := DEVICE_NAME;
  FKeepsSession := (FId <> '') and (QOS <> mtqsAtMostOnce);
  if (FId = '') and (CreateGUID(Id) = 0) then
    FId := 'client-' + Copy(GUIDToString(Id), 2, 36); // without its braces
  FOnline := 'clients/' + FId + '/online';
end;

constructor TClient.Create;
begin
  ChooseName;
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
  FMQTT.LastWillTestament.Enabled := True;
  FMQTT.LastWillTestament.Topic := FOnline;
  FMQTT.LastWillTestament.Text := 'false';
  FMQTT.LastWillTestament.QoS := mtqsAtLeastOnce;
  FMQTT.LastWillTestament.Retain := True;
  FMQTT.OnMQTTBeforeConnect := DoBeforeConnect;
  FMQTT.OnMQTTConnect := DoConnect;
  FMQTT.OnMQTTPublish := DoPublish;
  FClient.Active := True;
end;

destructor TClient.Destroy;
begin
  FMQTT.Free;
  FClient.Free;
  inherited;
end;

procedure TClient.SetEndpoint(const URL: string);
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

procedure TClient.DoBeforeConnect(Connection: TsgcWSConnection;
  var aCleanSession: Boolean; var aClientIdentifier: string);
begin
  aClientIdentifier := FId;
  // Otherwise, the broker keeps subscription and messages while this client is
  // offline.
  aCleanSession := not FKeepsSession;
end;

procedure TClient.DoConnect(Connection: TsgcWSConnection;
  const Session: Boolean; const ReasonCode: Integer; const ReasonName: string;
  const ConnectProperties: TsgcWSMQTTCONNACKProperties);
begin
  FOpenedAt := Now;
  WriteLn(Format('connected: %d %s', [ReasonCode, ReasonName]));
  if ReasonCode <> 0 then
    Exit; // refused, for example because of the password
  FMQTT.Subscribe(TOPIC, QOS);
  FMQTT.Publish(FOnline, 'true', mtqsAtLeastOnce, True);
end;

// At QoS 1 a message may come twice; at QoS 2 your effect may still happen
// twice after a crash: check for duplicates.
procedure TClient.DoPublish(Connection: TsgcWSConnection; aTopic, aText: string;
  PublishProperties: TsgcWSMQTTPublishProperties);
begin
  WriteLn(aTopic + ' ' + aText); // your code here
end;

procedure TClient.DoDisconnect(Connection: TsgcWSConnection; Code: Integer);
begin
  WriteLn(Format('closed (%d)', [Code]));
end;

procedure TClient.DoException(Connection: TsgcWSConnection; E: Exception);
begin
  WriteLn('exception: ' + E.Message);
end;

procedure TClient.DoBeforeWatchDog(Sender: TObject; var Handled: Boolean);
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
  Device: TClient;

begin
  Randomize;
  Device := TClient.Create;
  try
    while True do
      CheckSynchronize(100); // events run here, on the main thread
  finally
    Device.Free;
  end;
end.
