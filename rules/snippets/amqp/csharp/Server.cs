// AMQP 0-9-1 publisher: persistent messages, confirmed by the broker, bounded
// while it is away, reconnects with backoff.
using System;
using System.IO;
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

  // At most so many messages wait; the oldest go first.
  static readonly Channel<string> waiting = Channel.CreateBounded<string>(
    new BoundedChannelOptions(1000)
    {
      FullMode = BoundedChannelFullMode.DropOldest,
    });
  static string sending; // may be with the broker: receivers may see it twice

  static void Publish(string body) => waiting.Writer.TryWrite(body);

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

  /// <summary>Returns only by an exception.</summary>
  static async Task Send(IConnection connection)
  {
    // With tracking, publishing waits for the broker's word.
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
        }
        catch (PublishException error) when (error.IsReturn)
        {
          Console.Error.WriteLine($"no queue takes {Topic}");
        }
      sending = null;
    }
  }

  static async Task Tick()
  {
    while (true)
    {
      Publish(DateTime.UtcNow.ToString("o")); // your code here
      await Task.Delay(1000);
    }
  }

  static async Task Run()
  {
    _ = Tick();
    var factory = Configure();
    var random = new Random();
    for (var failures = 0; ; failures++)
    {
      var started = DateTime.UtcNow;
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
      if (DateTime.UtcNow - started > TimeSpan.FromMinutes(1)) failures = 0;
      var ceilingMs = Math.Min(30_000, 1000 * Math.Pow(2, failures));
      // Jitter: not all clients at once.
      await Task.Delay((int)(ceilingMs * (0.5 + random.NextDouble() / 2)));
    }
  }

  static void Main() => Run().GetAwaiter().GetResult();
}
