// AMQP 0-9-1 consumer: durable queue on a topic exchange, acknowledges by hand,
// bounded prefetch, reconnects with backoff.
using System;
using System.IO;
using System.Text;
using System.Threading.Tasks;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

static class Client
{
  const string Endpoint = "{{endpoint}}";
  const string Exchange = "{{exchange}}";
  const string Topic = "{{topic}}";
  const string Queue = "{{queue}}";
  const ushort Prefetch = "{{prefetch}}"; // unacknowledged, held here
  // True: the broker forgets a message once it is sent.
  static readonly bool NoAck = "{{no-ack}}";

  /// <summary>May see a message twice: check for repeats.</summary>
  static Task Receive(string topic, string body)
  {
    Console.WriteLine($"{topic} {body}"); // your code here
    return Task.CompletedTask;
  }

  static async Task Settle(IChannel channel, BasicDeliverEventArgs delivery)
  {
    var isDone = true;
    try
    {
      var body = Encoding.UTF8.GetString(delivery.Body.ToArray());
      await Receive(delivery.RoutingKey, body);
    }
    catch (Exception error) // whatever goes wrong must not end the consumer
    {
      Console.Error.WriteLine($"failed: {error}");
      isDone = false;
    }
    if (NoAck) return;
    var tag = delivery.DeliveryTag;
    if (isDone) await channel.BasicAckAsync(tag, false);
    else await channel.BasicNackAsync(tag, false, !delivery.Redelivered);
  }

  static ConnectionFactory Configure()
  {
    var factory = new ConnectionFactory
    {
      Uri = new Uri(Endpoint), // amqps: with TLS, and the name is checked
      RequestedHeartbeat = TimeSpan.FromSeconds(30),
      AutomaticRecoveryEnabled = false, // the loop below does it
    };
    // Secrets come from the environment, never from the source.
    var name = Environment.GetEnvironmentVariable("AMQP_USERNAME");
    if (name == null) return factory;
    factory.UserName = name;
    factory.Password = Environment.GetEnvironmentVariable("AMQP_PASSWORD");
    return factory;
  }

  /// <summary>Returns when channel, consumer or connection ends.</summary>
  static async Task Consume(IConnection connection)
  {
    var over = new TaskCompletionSource<string>(
      TaskCreationOptions.RunContinuationsAsynchronously);
    var channel = await connection.CreateChannelAsync();
    channel.ChannelShutdownAsync += (sender, reason) =>
    {
      over.TrySetResult(reason.ToString());
      return Task.CompletedTask;
    };
    await channel.BasicQosAsync(0, Prefetch, false);
    await channel.ExchangeDeclareAsync(
      Exchange, ExchangeType.Topic, true, false);
    await channel.QueueDeclareAsync(Queue, true, false, false);
    await channel.QueueBindAsync(Queue, Exchange, Topic);
    var consumer = new AsyncEventingBasicConsumer(channel);
    consumer.ReceivedAsync += (sender, delivery) => Settle(channel, delivery);
    consumer.UnregisteredAsync += (sender, cancelled) =>
    {
      over.TrySetResult("cancelled, such as when the queue is deleted");
      return Task.CompletedTask;
    };
    await channel.BasicConsumeAsync(Queue, NoAck, consumer);
    Console.Error.WriteLine("consuming");
    Console.Error.WriteLine($"over: {await over.Task}");
  }

  static async Task Run()
  {
    var factory = Configure();
    var random = new Random();
    for (var failures = 0; ; failures++)
    {
      var started = DateTime.UtcNow;
      try
      {
        using (var connection = await factory.CreateConnectionAsync())
          await Consume(connection);
      }
      catch (Exception error) when (error is RabbitMQClientException
        || error is OperationCanceledException || error is IOException)
      {
        Console.Error.WriteLine($"error: {error.Message}");
      }
      if (DateTime.UtcNow - started > TimeSpan.FromMinutes(1)) failures = 0;
      var ceilingMs = Math.Min(30_000, 1000 * Math.Pow(2, failures));
      // Jitter: not all clients at once.
      await Task.Delay((int)(ceilingMs * (0.5 + random.NextDouble() / 2)));
    }
  }

  static void Main() => Run().GetAwaiter().GetResult();
}
