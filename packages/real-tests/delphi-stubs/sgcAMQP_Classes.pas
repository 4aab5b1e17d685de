unit sgcAMQP_Classes;
interface
type
  TsgcAMQPAuthentication = (amqpAuthNone, amqpAuthAnnonymous, amqpAuthPlain, amqpAuthAMQPlain, amqpAuthExternal);
  TsgcAMQPAuthentications = set of TsgcAMQPAuthentication;
  TsgcAMQPFramePayload_Method_BasicDeliver = class
  public
    DeliveryTag: UInt64;
    Redelivered: Boolean;
    Exchange, RoutingKey: string;
  end;
  TsgcAMQPFramePayload_Method_BasicReturn = class
  public
    ReplyCode: Word;
    ReplyText: string;
  end;
  TsgcAMQPMessageBody = class
  public
    AsString: string;
  end;
  TsgcAMQPMessageContent = class
  public
    Body: TsgcAMQPMessageBody;
  end;
implementation
end.
