program Client;
// AMQP 0-9-1 consumer with sgcWebSockets: durable queue bound to a topic
// exchange, manual acknowledgement, bounded prefetch, reconnection with
// backoff.
// API: esegece.com/help/sgcWebSockets, TsgcWSPClient_AMQP. The well-known cheat
// sheet uses OnAMQPMessage, which belongs to the AMQP 1.0 component; deliveries
// of 0-9-1 come in OnAMQPBasicDeliver.
{$APPTYPE CONSOLE}

uses
  SysUtils, Classes, Math, IdURI, sgcWebSocket, sgcWebSocket_Classes,
  sgcWebSocket_Protocols, sgcWebSocket_Protocol_AMQP_Client, sgcAMQP_Classes;

const
  ENDPOINT = '{{endpoint}}';
  EXCHANGE = '{{exchange}}';
  TOPIC = '{{topic}}';
  QUEUE = '{{queue}}';
  PREFETCH = '{{prefetch}}'; // unacknowledged messages at the same time
  NO_ACK = '{{no-ack}}'; // True: the broker deletes a message after it is sent
  CHANNEL = 'main';

type
  TClient = class
  private
    FClient: TsgcWebSocketClient;
    FFailures: Integer;
    FOpenedAt: TDateTime;
    FAMQP: TsgcWSPClient_AMQP;
    procedure SetEndpoint(const URL: string);
    procedure DoAuthentication(Sender: TObject;
      aMechanisms: TsgcAMQPAuthentications;
      var Mechanism: TsgcAMQPAuthentication; var User, Password: string);
    procedure DoConnect(Sender: TObject);
    procedure DoChannelOpen(Sender: TObject; const aChannel: string);
    procedure DoDeliver(Sender: TObject; const aChannel: string;
      const aDeliver: TsgcAMQPFramePayload_Method_BasicDeliver;
      const aMessage: TsgcAMQPMessageContent);
    procedure DoDisconnect(Connection: TsgcWSConnection; Code: Integer);
    procedure DoException(Connection: TsgcWSConnection; E: Exception);
    procedure DoBeforeWatchDog(Sender: TObject; var Handled: Boolean);
    procedure Receive(const RoutingKey, Body: string);
  public
    constructor Create;
    destructor Destroy; override;
  end;

constructor TClient.Create;
begin
  FClient := TsgcWebSocketClient.Create(nil);
  FClient.Specifications.RFC6455 := False; // plain TCP or TLS, no WebSocket
  FClient.TLSOptions.VerifyCertificate := True;
  FClient.WatchDog.Attempts := 0; // without limit
  FClient.WatchDog.Interval := 1;
  FClient.WatchDog.Enabled := True;
  FClient.OnDisconnect := DoDisconnect;
  FClient.OnException := DoException;
  FClient.OnBeforeWatchDog := DoBeforeWatchDog;
  FAMQP := TsgcWSPClient_AMQP.Create(nil);
  FAMQP.Client := FClient;
  SetEndpoint(ENDPOINT);
  FAMQP.HeartBeat.Interval := 30;
  FAMQP.HeartBeat.Enabled := True;
  FAMQP.OnAMQPAuthentication := DoAuthentication;
  FAMQP.OnAMQPConnect := DoConnect;
  FAMQP.OnAMQPChannelOpen := DoChannelOpen;
  FAMQP.OnAMQPBasicDeliver := DoDeliver;
  FClient.Active := True;
end;

destructor TClient.Destroy;
begin
  FAMQP.Free;
  FClient.Free;
  inherited;
end;

procedure TClient.SetEndpoint(const URL: string);
var
  URI: TIdURI;
begin
  URI := TIdURI.Create(URL);
  try
    FClient.TLS := URI.Protocol = 'amqps';
    FClient.Host := URI.Host;
    FClient.Port := StrToIntDef(URI.Port, IfThen(FClient.TLS, 5671, 5672));
    FAMQP.AMQPOptions.VirtualHost := '/';
    if URI.Document <> '' then
      FAMQP.AMQPOptions.VirtualHost := TIdURI.URLDecode(URI.Document);
  finally
    URI.Free;
  end;
end;

procedure TClient.DoAuthentication(Sender: TObject;
  aMechanisms: TsgcAMQPAuthentications;
  var Mechanism: TsgcAMQPAuthentication; var User, Password: string);
begin
  Mechanism := amqpAuthPlain;
  // Secrets come from the environment, never from the source.
  User := GetEnvironmentVariable('AMQP_USERNAME');
  Password := GetEnvironmentVariable('AMQP_PASSWORD');
end;

procedure TClient.DoConnect(Sender: TObject);
begin
  FOpenedAt := Now;
  FAMQP.OpenChannel(CHANNEL);
end;

procedure TClient.DoChannelOpen(Sender: TObject; const aChannel: string);
begin
  // The broker works on one channel in order: no need to wait between these.
  FAMQP.SetQoS(aChannel, 0, PREFETCH);
  FAMQP.DeclareExchange(aChannel, EXCHANGE, 'topic', False, True);
  FAMQP.DeclareQueue(aChannel, QUEUE, False, True);
  FAMQP.BindQueue(aChannel, QUEUE, EXCHANGE, TOPIC);
  FAMQP.Consume(aChannel, QUEUE, '', False, NO_ACK);
  WriteLn('consuming');
end;

procedure TClient.DoDeliver(Sender: TObject; const aChannel: string;
  const aDeliver: TsgcAMQPFramePayload_Method_BasicDeliver;
  const aMessage: TsgcAMQPMessageContent);
begin
  try
    Receive(aDeliver.RoutingKey, aMessage.Body.AsString);
  except
    on E: Exception do
    begin
      WriteLn('failed: ' + E.Message);
      if not NO_ACK then
      begin
        // Back into the queue, after a pause. To store a message separately
        // after some attempts, give a quorum queue a delivery limit and a
        // dead-letter exchange, by a policy at the broker.
        Sleep(5000);
        FAMQP.RejectMessage(aChannel, aDeliver.DeliveryTag, True);
      end;
      Exit;
    end;
  end;
  if not NO_ACK then
    FAMQP.AckMessage(aChannel, aDeliver.DeliveryTag);
end;

// Your code may get a message twice, after a crash before the acknowledgement:
// check for duplicates.
procedure TClient.Receive(const RoutingKey, Body: string);
begin
  WriteLn(RoutingKey + ' ' + Body); // your code here
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
  Consumer: TClient;

begin
  Randomize;
  Consumer := TClient.Create;
  try
    while True do
      CheckSynchronize(100);
  finally
    Consumer.Free;
  end;
end.
