// MQTT client: acknowledges finished messages, keeps its session, reconnects
// with backoff. Your code may get a message twice: check for this.
using System;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Threading.Tasks;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

static class Client
{
  const string Endpoint = "{{endpoint}}";
  const string Topic = "{{topic}}";
  const MqttQualityOfServiceLevel Level = (MqttQualityOfServiceLevel)"{{qos}}";
  // A different name on every device, the same after a restart: the broker then
  // stores messages while the client is offline. Two clients with the same name
  // disconnect each other. Empty: a new name, and no session, for each run.
  static readonly string Name =
    Environment.GetEnvironmentVariable("MQTT_CLIENT_ID") ?? "{{client-id}}";
  static readonly string ClientId =
    Name == "" ? "client-" + Guid.NewGuid() : Name;
  static readonly string Online = "clients/" + ClientId + "/online";
  const string Failed = "failed/"; // MQTT has no dead letters
  const int Attempts = 5;
  const double FirstPauseMs = 1000;
  const double LastPauseMs = 30_000;

  static IMqttClient client;

  static Task Receive(string topic, string text)
  {
    Console.WriteLine($"{topic} {text}"); // your code here
    return Task.CompletedTask;
  }

  /// <summary>It is acknowledged once this returns.</summary>
  static async Task Handle(MqttApplicationMessageReceivedEventArgs received)
  {
    var message = received.ApplicationMessage;
    var text = message.ConvertPayloadToString();
    for (var attempt = 1; attempt <= Attempts; attempt++)
    {
      try
      {
        await Receive(message.Topic, text);
        return;
      }
      catch (Exception error) // your errors must not end it
      {
        Console.Error.WriteLine($"failed ({attempt}): {error.Message}");
      }
      if (attempt < Attempts) await Task.Delay(500 << attempt);
    }
    if (!message.Topic.StartsWith(Failed, StringComparison.Ordinal))
      await client.PublishStringAsync(Failed + message.Topic, text, Level);
  }

  /// <summary>After a clean disconnect, the broker sends no will.</summary>
  static void SayGoodbye()
  {
    if (client == null || !client.IsConnected) return;
    client.PublishStringAsync(
      Online, "false", MqttQualityOfServiceLevel.AtLeastOnce, true).Wait(1000);
    client.DisconnectAsync().Wait(500);
  }

  static MqttClientOptions Configure()
  {
    var builder = new MqttClientOptionsBuilder()
      .WithConnectionUri(Endpoint) // mqtts and wss: with TLS
      .WithProtocolVersion(MqttProtocolVersion.V311)
      .WithClientId(ClientId)
      // Above 0, the broker keeps subscription and messages while this client
      // is offline.
      .WithCleanSession(
        Name == "" || Level == MqttQualityOfServiceLevel.AtMostOnce)
      .WithKeepAlivePeriod(TimeSpan.FromSeconds(30))
      .WithTimeout(TimeSpan.FromSeconds(10))
      .WithWillTopic(Online)
      .WithWillPayload("false")
      .WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
      .WithWillRetain();
    // Secrets come from the environment, never from the source.
    var name = Environment.GetEnvironmentVariable("MQTT_USERNAME");
    if (name != null)
      builder.WithCredentials(
        name, Environment.GetEnvironmentVariable("MQTT_PASSWORD"));
    return builder.Build();
  }

  static async Task Connect(MqttClientOptions options)
  {
    var result = await client.ConnectAsync(options);
    if (result.ResultCode != MqttClientConnectResultCode.Success)
      throw new MqttCommunicationException($"refused: {result.ResultCode}");
    var session = result.IsSessionPresent ? "resumed" : "new";
    Console.Error.WriteLine($"connected, session {session}");
    var granted = await client.SubscribeAsync(Topic, Level);
    foreach (var item in granted.Items)
      Console.Error.WriteLine($"{Topic}: {item.ResultCode}");
    await client.PublishStringAsync(
      Online, "true", MqttQualityOfServiceLevel.AtLeastOnce, true);
  }

  static async Task Run()
  {
    var options = Configure();
    var random = new Random();
    var pauseMs = FirstPauseMs;
    AppDomain.CurrentDomain.ProcessExit += (sender, exit) => SayGoodbye();
    using (client = new MqttClientFactory().CreateMqttClient())
    {
      client.ApplicationMessageReceivedAsync += Handle;
      while (true)
      {
        var clock = Stopwatch.StartNew();
        var lost = new TaskCompletionSource<string>(
          TaskCreationOptions.RunContinuationsAsynchronously);
        Func<MqttClientDisconnectedEventArgs, Task> report = gone =>
        {
          lost.TrySetResult(gone.ReasonString ?? gone.Reason.ToString());
          return Task.CompletedTask;
        };
        client.DisconnectedAsync += report;
        try
        {
          await Connect(options);
          Console.Error.WriteLine($"disconnected: {await lost.Task}");
        }
        catch (Exception error) when (error is MqttCommunicationException
          || error is OperationCanceledException)
        {
          Console.Error.WriteLine($"error: {error.Message}");
        }
        client.DisconnectedAsync -= report;
        // After a failed subscribe: ConnectAsync needs a disconnected client.
        if (client.IsConnected) await client.TryDisconnectAsync();
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
