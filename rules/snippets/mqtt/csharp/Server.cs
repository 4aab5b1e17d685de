// MQTT back end: publishes to a broker, which distributes the messages. Waits
// for the acknowledgements of the QoS, limits waiting messages, reconnects with
// backoff.
using System;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Threading.Channels;
using System.Threading.Tasks;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

static class Server
{
  const string Endpoint = "{{endpoint}}";
  // Without wildcards, which are for subscribers.
  const string Topic = "{{topic}}";
  const MqttQualityOfServiceLevel Level = (MqttQualityOfServiceLevel)"{{qos}}";
  // Two processes with the same name disconnect each other: by default, the
  // name is new for each run, because a publisher needs no session.
  static readonly string Name =
    Environment.GetEnvironmentVariable("MQTT_CLIENT_ID") ?? "{{client-id}}";
  const double FirstPauseMs = 1000;
  const double LastPauseMs = 30_000;

  // Maximum number of waiting messages; the oldest are dropped first.
  static readonly Channel<string> waiting = Channel.CreateBounded<string>(
    new BoundedChannelOptions(1000)
    {
      FullMode = BoundedChannelFullMode.DropOldest,
    });

  static void Publish(string payload) => waiting.Writer.TryWrite(payload);

  static MqttClientOptions Configure()
  {
    var builder = new MqttClientOptionsBuilder()
      .WithConnectionUri(Endpoint) // mqtts and wss: with TLS
      .WithProtocolVersion(MqttProtocolVersion.V311)
      .WithClientId(Name == "" ? "back-end-" + Guid.NewGuid() : Name)
      .WithKeepAlivePeriod(TimeSpan.FromSeconds(30))
      .WithTimeout(TimeSpan.FromSeconds(10));
    // Secrets come from the environment, never from the source.
    var name = Environment.GetEnvironmentVariable("MQTT_USERNAME");
    if (name != null)
      builder.WithCredentials(
        name, Environment.GetEnvironmentVariable("MQTT_PASSWORD"));
    return builder.Build();
  }

  static async Task Tick()
  {
    while (true)
    {
      try
      {
        Publish(DateTime.UtcNow.ToString("o")); // your code here
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
    var options = Configure();
    var random = new Random();
    var pauseMs = FirstPauseMs;
    var clock = Stopwatch.StartNew();
    string payload = null; // in transit
    using (var client = new MqttClientFactory().CreateMqttClient())
    {
      while (true)
      {
        try
        {
          if (!client.IsConnected)
          {
            clock.Restart();
            var answer = await client.ConnectAsync(options);
            if (answer.ResultCode != MqttClientConnectResultCode.Success)
              throw new MqttCommunicationException(
                $"refused: {answer.ResultCode}");
            Console.Error.WriteLine("connected");
          }
          payload = payload ?? await waiting.Reader.ReadAsync();
          // Retained: later subscribers get the latest value immediately.
          await client.PublishStringAsync(Topic, payload, Level, true);
          Console.Error.WriteLine($"delivered to {Topic}");
          payload = null;
          continue;
        }
        catch (Exception error) when (error is MqttCommunicationException
          || error is OperationCanceledException)
        {
          Console.Error.WriteLine($"error: {error.Message}");
        }
        if (clock.ElapsedMilliseconds > LastPauseMs) pauseMs = FirstPauseMs;
        // Jitter, so that not all clients reconnect at the same time.
        await Task.Delay((int)(pauseMs * (0.5 + random.NextDouble() / 2)));
        pauseMs = Math.Min(LastPauseMs, pauseMs * 2);
      }
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
