program Server;
// AMQP 0-9-1 publisher with sgcWebSockets: durable exchange, bounded backlog
// while the broker is away, reconnection with backoff.
// API: esegece.com/help/sgcWebSockets, TsgcWSPClient_AMQP. If no message may be
// lost, publish within a transaction (SelectTransaction, CommitTransaction), or
// with the publisher confirms that it has since February 2026. Use no older
// release: they declare exchanges with their flags in the wrong order.
{$APPTYPE CONSOLE}

uses
  SysUtils, Classes, Math, IdURI, sgcWebSocket, sgcWebSocket_Classes,
  sgcWebSocket_Protocols, sgcWebSocket_Protocol_AMQP_Client, sgcAMQP_Classes;

const
  ENDPOINT = '{{endpoint}}';
  EXCHANGE = '{{exchange}}';
  TOPIC = '{{topic}}';
  BACKLOG_LIMIT = 1000; // messages; the oldest are dropped first
  CHANNEL = 'main';

type
  TServer = class
  private
    FClient: TsgcWebSocketClient;
    FFailures: Integer;
    FOpenedAt: TDateTime;
    FAMQP: TsgcWSPClient_AMQP;
    FBacklog: TStringList;
    FReady: Boolean;
    procedure SetEndpoint(const URL: string);
    procedure DoAuthentication(Sender: TObject;
      aMechanisms: TsgcAMQPAuthentications;
      var Mechanism: TsgcAMQPAuthentication; var User, Password: string);
    procedure DoConnect(Sender: TObject);
    procedure DoChannelOpen(Sender: TObject; const aChannel: string);
    procedure DoReturn(Sender: TObject; const aChannel: string;
      const aReturn: TsgcAMQPFramePayload_Method_BasicReturn;
      const aContent: TsgcAMQPMessageContent);
    procedure DoDisconnect(Connection: TsgcWSConnection; Code: Integer);
    procedure DoException(Connection: TsgcWSConnection; E: Exception);
    procedure DoBeforeWatchDog(Sender: TObject; var Handled: Boolean);
  public
    constructor Create;
    destructor Destroy; override;
    procedure Publish(const Body: string);
  end;

constructor TServer.Create;
begin
  FBacklog := TStringList.Create;
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
  FAMQP.OnAMQPBasicReturn := DoReturn;
  FClient.Active := True;
end;

destructor TServer.Destroy;
begin
  FAMQP.Free;
  FClient.Free;
  FBacklog.Free;
  inherited;
end;

procedure TServer.SetEndpoint(const URL: string);
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

procedure TServer.DoAuthentication(Sender: TObject;
  aMechanisms: TsgcAMQPAuthentications;
  var Mechanism: TsgcAMQPAuthentication; var User, Password: string);
begin
  Mechanism := amqpAuthPlain;
  // Secrets come from the environment, never from the source.
  User := GetEnvironmentVariable('AMQP_USERNAME');
  Password := GetEnvironmentVariable('AMQP_PASSWORD');
end;

procedure TServer.DoConnect(Sender: TObject);
begin
  FOpenedAt := Now;
  FAMQP.OpenChannel(CHANNEL);
end;

procedure TServer.DoChannelOpen(Sender: TObject; const aChannel: string);
begin
  FAMQP.DeclareExchange(aChannel, EXCHANGE, 'topic', False, True);
  WriteLn('connected');
  FReady := True;
  while FBacklog.Count > 0 do
  begin
    FAMQP.PublishMessage(CHANNEL, EXCHANGE, TOPIC, FBacklog[0], True);
    FBacklog.Delete(0);
  end;
end;

procedure TServer.Publish(const Body: string);
begin
  if FReady then
    FAMQP.PublishMessage(CHANNEL, EXCHANGE, TOPIC, Body, True)
  else
  begin
    FBacklog.Add(Body);
    if FBacklog.Count > BACKLOG_LIMIT then
      FBacklog.Delete(0);
  end;
end;

// Because of "mandatory", the last argument of PublishMessage.
procedure TServer.DoReturn(Sender: TObject; const aChannel: string;
  const aReturn: TsgcAMQPFramePayload_Method_BasicReturn;
  const aContent: TsgcAMQPMessageContent);
begin
  WriteLn(Format('no queue takes it: %d %s', [aReturn.ReplyCode,
    aReturn.ReplyText]));
end;

procedure TServer.DoDisconnect(Connection: TsgcWSConnection; Code: Integer);
begin
  FReady := False;
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
  Publisher: TServer;
  Ticks: Integer;

begin
  Randomize;
  Publisher := TServer.Create;
  try
    Ticks := 0;
    while True do
    begin
      // Events run here, on the main thread, so the backlog needs no lock.
      CheckSynchronize(100);
      Inc(Ticks);
      if Ticks mod 10 = 0 then
        Publisher.Publish(FormatDateTime('hh:nn:ss', Now)); // your code here
    end;
  finally
    Publisher.Free;
  end;
end.
