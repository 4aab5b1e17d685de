// AMQP 0-9-1 publisher: keeps messages in order until they are confirmed and in
// a queue, reconnects. Receivers may get a message twice.
using System;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

static class Server
{
  const string Endpoint = "{{endpoint}}";
  const string Exchange = "{{exchange}}";
  const string Topic = "{{topic}}";
  const int RetryMs = 5000;
  const double FirstPauseMs = 1000;
  const double LastPauseMs = 30_000;

  // Maximum number of waiting messages; further messages are dropped, and
  // reported.
  static readonly Channel<string> waiting = Channel.CreateBounded<string>(
    new BoundedChannelOptions(1000));
  static string sending; // may be sent: receivers may get it twice

  /// <summary>Returns whether there was room for it.</summary>
  static bool Publish(string body) => waiting.Writer.TryWrite(body);

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

  /// <summary>Ends only with an exception.</summary>
  static async Task Send(IConnection connection)
  {
    connection.ConnectionBlockedAsync += (sender, blocked) =>
    {
      Console.Error.WriteLine($"blocked by the broker: {blocked.Reason}");
      return Task.CompletedTask;
    };
    // With tracking, publishing waits for the broker's confirmation.
    var channel = await connection.CreateChannelAsync(
      new CreateChannelOptions(true, true));
    await channel.ExchangeDeclareAsync(
      Exchange, ExchangeType.Topic, true, false);
    Console.Error.WriteLine("connected");
    var properties = new BasicProperties { Persistent = true };
    while (true)
    {
      sending = sending ?? await waiting.Reader.ReadAsync();
      using (var limit = new CancellationTokenSource(10_000))
        try
        {
          await channel.BasicPublishAsync(Exchange, Topic, true, properties,
            Encoding.UTF8.GetBytes(sending), limit.Token);
          Console.Error.WriteLine($"confirmed {Topic}");
          sending = null;
          continue;
        }
        catch (PublishException error)
        {
          var why = error.IsReturn ? $"no queue takes {Topic}" : "refused";
          Console.Error.WriteLine($"not delivered, trying again: {why}");
        }
      await Task.Delay(RetryMs);
    }
  }

  static async Task Tick()
  {
    while (true)
    {
      try
      {
        if (!Publish(DateTime.UtcNow.ToString("o"))) // your code here
          Console.Error.WriteLine("dropped: too many wait");
      }
      catch (Exception error)
      {
        Console.Error.WriteLine($"error: {error.Message}"); // tries again
      }
      await Task.Delay(1000);
    }
  }

  static async Task Run()
  {
    _ = Tick();
    var factory = Configure();
    var random = new Random();
    var pauseMs = FirstPauseMs;
    while (true)
    {
      var clock = Stopwatch.StartNew();
      try
      {
        using (var connection = await factory.CreateConnectionAsync())
          await Send(connection);
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
