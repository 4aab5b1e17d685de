using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using RabbitMQ.Client.Events;

namespace RabbitMQ.Client.Exceptions
{
  public abstract class RabbitMQClientException : Exception { }

  public class PublishException : RabbitMQClientException
  {
    public bool IsReturn { get; }
  }
}

namespace RabbitMQ.Client.Events
{
  public delegate Task AsyncEventHandler<in TEvent>(object sender, TEvent @event);

  public class BasicDeliverEventArgs : EventArgs
  {
    public ReadOnlyMemory<byte> Body { get; }
    public IReadOnlyBasicProperties BasicProperties { get; }
    public ulong DeliveryTag { get; }
    public bool Redelivered { get; }
    public string RoutingKey { get; }
  }

  public class ConsumerEventArgs : EventArgs { }

  public class ShutdownEventArgs : EventArgs { }

  public class ConnectionBlockedEventArgs : EventArgs
  {
    public string Reason { get; }
  }

  public class AsyncEventingBasicConsumer : IAsyncBasicConsumer
  {
    public AsyncEventingBasicConsumer(IChannel channel) { }
    public event AsyncEventHandler<BasicDeliverEventArgs> ReceivedAsync { add { } remove { } }
    public event AsyncEventHandler<ConsumerEventArgs> UnregisteredAsync { add { } remove { } }
  }
}

namespace RabbitMQ.Client
{
  public interface IAsyncBasicConsumer { }

  public class QueueDeclareOk { }

  public interface IReadOnlyBasicProperties
  {
    IDictionary<string, object> Headers { get; }
  }

  public class BasicProperties
  {
    public IDictionary<string, object> Headers { get; set; }
    public bool Persistent { get; set; }
  }

  public static class ExchangeType
  {
    public const string Topic = "topic";
  }

  public sealed class CreateChannelOptions
  {
    public CreateChannelOptions(bool publisherConfirmationsEnabled, bool publisherConfirmationTrackingEnabled) { }
  }

  public interface IChannel : IDisposable
  {
    event AsyncEventHandler<ShutdownEventArgs> ChannelShutdownAsync;
    ValueTask BasicAckAsync(
      ulong deliveryTag, bool multiple, CancellationToken cancellationToken = default(CancellationToken));
    ValueTask BasicNackAsync(
      ulong deliveryTag, bool multiple, bool requeue,
      CancellationToken cancellationToken = default(CancellationToken));
    ValueTask BasicPublishAsync<TProperties>(
      string exchange, string routingKey, bool mandatory, TProperties basicProperties, ReadOnlyMemory<byte> body,
      CancellationToken cancellationToken = default(CancellationToken));
    Task BasicQosAsync(
      uint prefetchSize, ushort prefetchCount, bool global,
      CancellationToken cancellationToken = default(CancellationToken));
    Task ExchangeDeclareAsync(
      string exchange, string type, bool durable, bool autoDelete, IDictionary<string, object> arguments = null,
      bool passive = false, bool noWait = false, CancellationToken cancellationToken = default(CancellationToken));
    Task<QueueDeclareOk> QueueDeclareAsync(
      string queue, bool durable, bool exclusive, bool autoDelete, IDictionary<string, object> arguments = null,
      bool passive = false, bool noWait = false, CancellationToken cancellationToken = default(CancellationToken));
    Task QueueBindAsync(
      string queue, string exchange, string routingKey, IDictionary<string, object> arguments = null,
      bool noWait = false, CancellationToken cancellationToken = default(CancellationToken));
  }

  public static class IChannelExtensions
  {
    public static Task<string> BasicConsumeAsync(
      this IChannel channel, string queue, bool autoAck, IAsyncBasicConsumer consumer,
      CancellationToken cancellationToken = default(CancellationToken)) => throw new NotImplementedException();
  }

  public interface IConnection : IDisposable
  {
    event AsyncEventHandler<ConnectionBlockedEventArgs> ConnectionBlockedAsync;
    Task<IChannel> CreateChannelAsync(
      CreateChannelOptions options = null, CancellationToken cancellationToken = default(CancellationToken));
  }

  public sealed class ConnectionFactory
  {
    public Uri Uri { get; set; }
    public TimeSpan RequestedHeartbeat { get; set; }
    public bool AutomaticRecoveryEnabled { get; set; }
    public string UserName { get; set; }
    public string Password { get; set; }
    public Task<IConnection> CreateConnectionAsync(
      CancellationToken cancellationToken = default(CancellationToken)) => throw new NotImplementedException();
  }
}
