// AMQP 0-9-1 consumer: acknowledges finished messages, retries failed messages
// later, limits the prefetch, reconnects. Your code may get a message twice,
// and failed messages out of order: check for this.
using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

static class Client
{
  const string Endpoint = "{{endpoint}}";
  const string Exchange = "{{exchange}}";
  const string Topic = "{{topic}}";
  const double FirstPauseMs = 1000;
  const double LastPauseMs = 30_000;
  const string Queue = "{{queue}}";
  const ushort Prefetch = "{{prefetch}}"; // unacknowledged messages
  // True: the broker deletes a message after it is sent.
  static readonly bool NoAck = "{{no-ack}}";
  const string RetryQueue = Queue + ".retry"; // waits, then returns
  const string FailedQueue = Queue + ".failed"; // for a person to inspect
  const int Attempts = 5;
  const int RetryMs = 5000;

  static Task Receive(string topic, string body)
  {
    Console.WriteLine($"{topic} {body}"); // your code here
    return Task.CompletedTask;
  }

  static object Find(BasicDeliverEventArgs delivery, string name)
  {
    object value = null;
    delivery.BasicProperties.Headers?.TryGetValue(name, out value);
    return value;
  }

  static async Task Settle(IChannel channel, BasicDeliverEventArgs delivery)
  {
    var topic = Find(delivery, "x-topic") is byte[] key
      ? Encoding.UTF8.GetString(key) : delivery.RoutingKey;
    var isDone = true;
    try
    {
      var body = Encoding.UTF8.GetString(delivery.Body.ToArray());
      await Receive(topic, body);
    }
    catch (Exception error) // an error must not end the consumer
    {
      Console.Error.WriteLine($"failed: {error}");
      isDone = false;
    }
    if (NoAck) return;
    if (!isDone) await SetAside(channel, delivery, topic);
    await channel.BasicAckAsync(delivery.DeliveryTag, false);
  }

  /// <summary>Returns once the broker has it in another queue.</summary>
  static async Task SetAside(
    IChannel channel, BasicDeliverEventArgs delivery, string topic)
  {
    var attempts = Convert.ToInt32(Find(delivery, "x-attempts") ?? 0) + 1;
    var queue = attempts < Attempts ? RetryQueue : FailedQueue;
    var properties = new BasicProperties
    {
      Persistent = true,
      Headers = new Dictionary<string, object>
      {
        ["x-attempts"] = attempts,
        ["x-topic"] = topic,
      },
    };
    var body = delivery.Body.ToArray();
    using (var limit = new CancellationTokenSource(10_000))
      await channel.BasicPublishAsync(
        "", queue, true, properties, body, limit.Token);
    Console.Error.WriteLine($"moved to {queue}");
  }

  static ConnectionFactory Configure()
  {
    var factory = new ConnectionFactory
    {
      Uri = new Uri(Endpoint), // amqps: with TLS, and the name is checked
      RequestedHeartbeat = TimeSpan.FromSeconds(10),
      AutomaticRecoveryEnabled = false, // the loop below reconnects
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
    // With tracking, publishing waits for the broker's confirmation.
    var channel = await connection.CreateChannelAsync(
      new CreateChannelOptions(true, true));
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
    await channel.QueueDeclareAsync(FailedQueue, true, false, false);
    await channel.QueueDeclareAsync(RetryQueue, true, false, false,
      new Dictionary<string, object>
      {
        ["x-message-ttl"] = RetryMs,
        ["x-dead-letter-exchange"] = "",
        ["x-dead-letter-routing-key"] = Queue,
      });
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
    var pauseMs = FirstPauseMs;
    while (true)
    {
      var clock = Stopwatch.StartNew();
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
      if (clock.ElapsedMilliseconds > LastPauseMs) pauseMs = FirstPauseMs;
      // Jitter, so that not all clients reconnect at the same time.
      await Task.Delay((int)(pauseMs * (0.5 + random.NextDouble() / 2)));
      pauseMs = Math.Min(LastPauseMs, pauseMs * 2);
    }
  }

  static void Main()
  {
    Action<PosixSignalContext> exit = context => Environment.Exit(0);
    // Without these, process 1 of a container ignores the stop signals.
    using (PosixSignalRegistration.Create(PosixSignal.SIGINT, exit))
    using (PosixSignalRegistration.Create(PosixSignal.SIGTERM, exit))
      Run().GetAwaiter().GetResult();
  }
}
