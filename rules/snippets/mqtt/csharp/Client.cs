// MQTT client: keeps its session at the broker, reconnects with backoff, takes
// messages no faster than it can handle them.
using System;
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
  // One per device: a second client with the same id throws the first one out.
  const string ClientId = "{{client-id}}";
  const string Online = "clients/" + ClientId + "/online";

  /// <summary>
  /// At QoS 1 a message may come twice; at QoS 2 your effect still may.
  /// It is acknowledged once this returns, and the next one comes then.
  /// </summary>
  static Task Receive(MqttApplicationMessageReceivedEventArgs received)
  {
    var message = received.ApplicationMessage;
    var text = message.ConvertPayloadToString(); // your code here
    Console.WriteLine($"{message.Topic} {text}");
    return Task.CompletedTask;
  }

  static MqttClientOptions Configure()
  {
    var builder = new MqttClientOptionsBuilder()
      .WithConnectionUri(Endpoint) // mqtts and wss: with TLS
      .WithProtocolVersion(MqttProtocolVersion.V311)
      .WithClientId(ClientId)
      // Above 0 the broker keeps subscription and messages while we are away.
      .WithCleanSession(Level == MqttQualityOfServiceLevel.AtMostOnce)
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

  static async Task Connect(IMqttClient client, MqttClientOptions options)
  {
    var result = await client.ConnectAsync(options);
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
    using (var client = new MqttClientFactory().CreateMqttClient())
    {
      client.ApplicationMessageReceivedAsync += Receive;
      for (var failures = 0; ; failures++)
      {
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
          await Connect(client, options);
          failures = 0;
          Console.Error.WriteLine($"disconnected: {await lost.Task}");
        }
        catch (Exception error) when (error is MqttCommunicationException
          || error is OperationCanceledException)
        {
          Console.Error.WriteLine($"error: {error.Message}");
        }
        client.DisconnectedAsync -= report;
        if (client.IsConnected) await client.DisconnectAsync();
        var ceilingMs = Math.Min(30_000, 1000 * Math.Pow(2, failures));
        // Jitter: not all clients at once.
        await Task.Delay((int)(ceilingMs * (0.5 + random.NextDouble() / 2)));
      }
    }
  }

  static void Main() => Run().GetAwaiter().GetResult();
}
