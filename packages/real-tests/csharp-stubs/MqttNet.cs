using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace MQTTnet.Protocol
{
  public enum MqttQualityOfServiceLevel { AtMostOnce = 0, AtLeastOnce = 1, ExactlyOnce = 2 }
}

namespace MQTTnet.Formatter
{
  public enum MqttProtocolVersion { Unknown = 0, V310 = 3, V311 = 4, V500 = 5 }
}

namespace MQTTnet.Exceptions
{
  public class MqttCommunicationException : Exception
  {
    public MqttCommunicationException(string message, Exception innerException = null) { }
  }
}

namespace MQTTnet
{
  public sealed class MqttApplicationMessage
  {
    public string Topic { get; set; }
  }

  public static class MqttApplicationMessageExtensions
  {
    public static string ConvertPayloadToString(this MqttApplicationMessage applicationMessage) =>
      throw new NotImplementedException();
  }

  public sealed class MqttApplicationMessageReceivedEventArgs : EventArgs
  {
    public MqttApplicationMessage ApplicationMessage { get; }
  }

  public enum MqttClientDisconnectReason { NormalDisconnection = 0 }

  public sealed class MqttClientDisconnectedEventArgs : EventArgs
  {
    public MqttClientDisconnectReason Reason { get; }
    public string ReasonString { get; }
  }

  public sealed class MqttClientConnectResult
  {
    public bool IsSessionPresent { get; }
    public MqttClientConnectResultCode ResultCode { get; }
  }

  public enum MqttClientConnectResultCode { Success = 0, NotAuthorized = 135, ServerUnavailable = 136 }

  public enum MqttClientSubscribeResultCode { GrantedQoS0 = 0, GrantedQoS1 = 1, GrantedQoS2 = 2 }

  public sealed class MqttClientSubscribeResultItem
  {
    public MqttClientSubscribeResultCode ResultCode { get; }
  }

  public sealed class MqttClientSubscribeResult
  {
    public IReadOnlyCollection<MqttClientSubscribeResultItem> Items { get; }
  }

  public sealed class MqttClientPublishResult { }

  public sealed class MqttClientOptions { }

  public sealed class MqttClientOptionsBuilder
  {
    public MqttClientOptionsBuilder WithConnectionUri(string uri) => this;
    public MqttClientOptionsBuilder WithProtocolVersion(MqttProtocolVersion value) => this;
    public MqttClientOptionsBuilder WithClientId(string value) => this;
    public MqttClientOptionsBuilder WithCleanSession(bool value = true) => this;
    public MqttClientOptionsBuilder WithKeepAlivePeriod(TimeSpan value) => this;
    public MqttClientOptionsBuilder WithTimeout(TimeSpan value) => this;
    public MqttClientOptionsBuilder WithCredentials(string username, string password) => this;
    public MqttClientOptionsBuilder WithWillTopic(string willTopic) => this;
    public MqttClientOptionsBuilder WithWillPayload(string willPayload) => this;
    public MqttClientOptionsBuilder WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel level) => this;
    public MqttClientOptionsBuilder WithWillRetain(bool willRetain = true) => this;
    public MqttClientOptions Build() => throw new NotImplementedException();
  }

  public enum MqttClientDisconnectOptionsReason { NormalDisconnection = 0 }

  public interface IMqttClient : IDisposable
  {
    event Func<MqttApplicationMessageReceivedEventArgs, Task> ApplicationMessageReceivedAsync;
    event Func<MqttClientDisconnectedEventArgs, Task> DisconnectedAsync;
    bool IsConnected { get; }
    Task<MqttClientConnectResult> ConnectAsync(
      MqttClientOptions options, CancellationToken cancellationToken = default(CancellationToken));
  }

  public static class MqttClientExtensions
  {
    public static Task DisconnectAsync(this IMqttClient client) => throw new NotImplementedException();
    public static Task<bool> TryDisconnectAsync(
      this IMqttClient client,
      MqttClientDisconnectOptionsReason reason = MqttClientDisconnectOptionsReason.NormalDisconnection,
      string reasonString = null) => throw new NotImplementedException();
    public static Task<MqttClientPublishResult> PublishStringAsync(
      this IMqttClient mqttClient, string topic, string payload = null,
      MqttQualityOfServiceLevel qualityOfServiceLevel = MqttQualityOfServiceLevel.AtMostOnce, bool retain = false,
      CancellationToken cancellationToken = default(CancellationToken)) => throw new NotImplementedException();
    public static Task<MqttClientSubscribeResult> SubscribeAsync(
      this IMqttClient mqttClient, string topic,
      MqttQualityOfServiceLevel qualityOfServiceLevel = MqttQualityOfServiceLevel.AtMostOnce,
      CancellationToken cancellationToken = default(CancellationToken)) => throw new NotImplementedException();
  }

  public sealed class MqttClientFactory
  {
    public IMqttClient CreateMqttClient() => throw new NotImplementedException();
  }
}
