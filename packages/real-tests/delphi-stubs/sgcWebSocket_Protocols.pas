unit sgcWebSocket_Protocols;
interface
uses
  Classes, sgcWebSocket, sgcWebSocket_Classes, sgcWebSocket_Protocol_MQTT_Client, sgcWebSocket_Protocol_MQTT_Message,
  sgcWebSocket_Protocol_AMQP_Client;
type
  TsgcWSPClient_MQTT = class(TComponent)
  private
    FClient: TsgcWebSocketClient;
    FAuthentication: TsgcWSMQTTAuthentication_Options;
    FHeartBeat: TsgcWSMQTTHeartBeat_Options;
    FLastWillTestament: TsgcWSMQTTLWT_Options;
    FOnMQTTBeforeConnect: TsgcWSMQTTBeforeConnectEvent;
    FOnMQTTConnect: TsgcWSMQTTConnectEvent;
    FOnMQTTPublish: TsgcWSMQTTPublishEvent;
  public
    function Publish(const aTopic, aText: String; aQoS: TmqttQoS = mtqsAtMostOnce; aRetain: Boolean = False;
      const aPublishProperties: TsgcWSMQTTPublish_Properties = nil): Word; virtual; abstract;
    function Subscribe(const aTopic: String; aQoS: TmqttQoS = mtqsAtMostOnce;
      const aSubscribeProperties: TsgcWSMQTTSubscribe_Properties = nil): Word; virtual; abstract;
    property Client: TsgcWebSocketClient read FClient write FClient;
    property Authentication: TsgcWSMQTTAuthentication_Options read FAuthentication write FAuthentication;
    property HeartBeat: TsgcWSMQTTHeartBeat_Options read FHeartBeat write FHeartBeat;
    property LastWillTestament: TsgcWSMQTTLWT_Options read FLastWillTestament write FLastWillTestament;
    property OnMQTTBeforeConnect: TsgcWSMQTTBeforeConnectEvent read FOnMQTTBeforeConnect write FOnMQTTBeforeConnect;
    property OnMQTTConnect: TsgcWSMQTTConnectEvent read FOnMQTTConnect write FOnMQTTConnect;
    property OnMQTTPublish: TsgcWSMQTTPublishEvent read FOnMQTTPublish write FOnMQTTPublish;
  end;
  TsgcWSPClient_AMQP = class(TComponent)
  private
    FClient: TsgcWebSocketClient;
    FAMQPOptions: TsgcWSAMQP_Options;
    FHeartBeat: TsgcWSAMQPHeartBeat_Options;
    FOnAMQPAuthentication: TsgcAMQPAuthenticationEvent;
    FOnAMQPConnect: TsgcAMQPConnectEvent;
    FOnAMQPChannelOpen: TsgcAMQPChannelOpenEvent;
    FOnAMQPBasicDeliver: TsgcAMQPBasicDeliverEvent;
    FOnAMQPBasicReturn: TsgcAMQPBasicReturnEvent;
  public
    procedure OpenChannel(const aChannel: string); virtual; abstract;
    procedure DeclareExchange(const aChannel, aExchange: string; const aExchangeType: string = 'direct';
      aPassive: Boolean = false; aDurable: Boolean = false; aAutoDelete: Boolean = false; aInternal: Boolean = false;
      aNoWait: Boolean = false; const aArguments: string = ''); virtual; abstract;
    procedure DeclareQueue(const aChannel, aQueue: string; aPassive: Boolean = false; aDurable: Boolean = false;
      aExclusive: Boolean = false; aAutoDelete: Boolean = false; aNoWait: Boolean = false;
      const aArguments: string = ''); virtual; abstract;
    procedure BindQueue(const aChannel, aQueue, aExchange, aRoutingKey: string; aNoWait: Boolean = false;
      const aArguments: string = ''); virtual; abstract;
    procedure SetQoS(const aChannel: string; aPrefetchSize: Cardinal = 0; aPrefetchCount: Word = 0;
      aGlobal: Boolean = false); virtual; abstract;
    procedure Consume(const aChannel, aQueue: string; const aConsumerTag: string = ''; aNoLocal: Boolean = false;
      aNoAck: Boolean = false; aExclusive: Boolean = false; aNoWait: Boolean = false;
      const aArguments: string = ''); virtual; abstract;
    procedure PublishMessage(const aChannel, aExchange, aRoutingKey, aMessage: string; aMandatory: Boolean = false;
      aImmediate: Boolean = false); virtual; abstract;
    procedure AckMessage(const aChannel: string; aDeliveryTag: UInt64; aMultiple: Boolean = false); virtual; abstract;
    procedure RejectMessage(const aChannel: string; aDeliveryTag: UInt64; aRequeue: Boolean = false); virtual; abstract;
    property Client: TsgcWebSocketClient read FClient write FClient;
    property AMQPOptions: TsgcWSAMQP_Options read FAMQPOptions write FAMQPOptions;
    property HeartBeat: TsgcWSAMQPHeartBeat_Options read FHeartBeat write FHeartBeat;
    property OnAMQPAuthentication: TsgcAMQPAuthenticationEvent read FOnAMQPAuthentication write FOnAMQPAuthentication;
    property OnAMQPConnect: TsgcAMQPConnectEvent read FOnAMQPConnect write FOnAMQPConnect;
    property OnAMQPChannelOpen: TsgcAMQPChannelOpenEvent read FOnAMQPChannelOpen write FOnAMQPChannelOpen;
    property OnAMQPBasicDeliver: TsgcAMQPBasicDeliverEvent read FOnAMQPBasicDeliver write FOnAMQPBasicDeliver;
    property OnAMQPBasicReturn: TsgcAMQPBasicReturnEvent read FOnAMQPBasicReturn write FOnAMQPBasicReturn;
  end;
  TsgcWSPServer_RTCPeerConnection = class(TComponent)
  private
    FServer: TsgcWebSocketServer;
  public
    property Server: TsgcWebSocketServer read FServer write FServer;
  end;
implementation
end.
