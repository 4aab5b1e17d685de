unit sgcWebSocket_Protocol_AMQP_Client;
interface
uses
  sgcAMQP_Classes;
type
  TsgcAMQPConnectEvent = procedure(Sender: TObject) of object;
  TsgcAMQPAuthenticationEvent = procedure(Sender: TObject; aMechanisms: TsgcAMQPAuthentications;
    var Mechanism: TsgcAMQPAuthentication; var User, Password: string) of object;
  TsgcAMQPChannelOpenEvent = procedure(Sender: TObject; const aChannel: string) of object;
  TsgcAMQPBasicDeliverEvent = procedure(Sender: TObject; const aChannel: string;
    const aDeliver: TsgcAMQPFramePayload_Method_BasicDeliver; const aContent: TsgcAMQPMessageContent) of object;
  TsgcAMQPBasicReturnEvent = procedure(Sender: TObject; const aChannel: string;
    const aReturn: TsgcAMQPFramePayload_Method_BasicReturn; const aContent: TsgcAMQPMessageContent) of object;
  TsgcWSAMQP_Options = class
  public
    VirtualHost: string;
  end;
  TsgcWSAMQPHeartBeat_Options = class
  public
    Enabled: Boolean;
    Interval: Integer;
  end;
implementation
end.
