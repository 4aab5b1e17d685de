// WebSocket client: reconnects with backoff, detects a dead link, sends
// messages in order. WebSocket confirms no messages: those in transit are lost
// or duplicated when the connection breaks, unless your own protocol
// acknowledges them.
using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Net.WebSockets;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

static class Client
{
  const string Endpoint = "{{endpoint}}";
  // Below the 60 s after which many proxies cut an idle connection.
  const int HeartbeatSeconds = "{{heartbeat}}";
  static readonly WebSocketMessageType Kind =
    "{{binary}}" ? WebSocketMessageType.Binary : WebSocketMessageType.Text;
  const int OutboxLimit = 1000; // messages; the oldest are dropped first
  const int MaxMessageBytes = 1 << 20;
  const double FirstPauseMs = 500;
  const double LastPauseMs = 30000;

  static readonly LinkedList<string> outbox = new LinkedList<string>();
  static readonly SemaphoreSlim waiting = new SemaphoreSlim(0);

  static void Receive(string message)
  {
    Console.WriteLine(message); // your code here
  }

  static void Send(string message)
  {
    lock (outbox)
    {
      outbox.AddLast(message);
      if (outbox.Count > OutboxLimit) outbox.RemoveFirst();
      else waiting.Release();
    }
  }

  static void Main()
  {
    Send("{\"type\":\"hello\"}");
    Action<PosixSignalContext> exit = context => Environment.Exit(0);
    // Without these, process 1 of a container ignores the stop signals.
    using (PosixSignalRegistration.Create(PosixSignal.SIGINT, exit))
    using (PosixSignalRegistration.Create(PosixSignal.SIGTERM, exit))
      Run().GetAwaiter().GetResult();
  }

  static async Task Run()
  {
    var random = new Random();
    var pauseMs = FirstPauseMs;
    while (true)
    {
      var clock = Stopwatch.StartNew();
      using (var socket = new ClientWebSocket())
      {
        try
        {
          await Connect(socket);
          await Talk(socket);
        }
        catch (Exception error) when (error is WebSocketException
          || error is OperationCanceledException
          || error is IOException)
        {
          var cause = error.GetBaseException();
          Console.Error.WriteLine($"error: {cause.Message}");
        }
        var code = (int?)socket.CloseStatus ?? 1006;
        Console.Error.WriteLine($"closed ({code})");
        if (code == 1008) // the server's policy refuses this client
        {
          Console.Error.WriteLine("refused: not trying again");
          Environment.Exit(1);
        }
      }
      var hasLasted = clock.ElapsedMilliseconds > LastPauseMs;
      if (hasLasted) pauseMs = FirstPauseMs;
      // Jitter, so that not all clients reconnect at the same time.
      await Task.Delay((int)(pauseMs * (0.5 + random.NextDouble() / 2)));
      pauseMs = Math.Min(LastPauseMs, pauseMs * 2);
    }
  }

  static async Task Connect(ClientWebSocket socket)
  {
    socket.Options.KeepAliveInterval = TimeSpan.FromSeconds(HeartbeatSeconds);
#if NET9_0_OR_GREATER // older ones do not check the pong
    socket.Options.KeepAliveTimeout = TimeSpan.FromSeconds(HeartbeatSeconds);
#endif
    // Secrets come from the environment, never from the source.
    var token = Environment.GetEnvironmentVariable("TOKEN");
    if (token != null)
      socket.Options.SetRequestHeader("Authorization", "Bearer " + token);
    using (var limit = new CancellationTokenSource(10000))
      await socket.ConnectAsync(new Uri(Endpoint), limit.Token);
    Console.Error.WriteLine("connected");
  }

  /// <summary>Reads and writes until one of the two ends.</summary>
  static async Task Talk(ClientWebSocket socket)
  {
    using (var over = new CancellationTokenSource())
    {
      var reading = Read(socket);
      var writing = Write(socket, over.Token);
      await await Task.WhenAny(reading, writing);
      over.Cancel();
    }
  }

  static async Task Read(ClientWebSocket socket)
  {
    var buffer = new ArraySegment<byte>(new byte[4096]);
    var message = new MemoryStream();
    while (true)
    {
      var part = await socket.ReceiveAsync(buffer, CancellationToken.None);
      if (part.MessageType == WebSocketMessageType.Close) return;
      message.Write(buffer.Array, 0, part.Count);
      if (message.Length > MaxMessageBytes) throw new IOException("too long");
      if (!part.EndOfMessage) continue;
      try
      {
        Receive(Encoding.UTF8.GetString(message.ToArray()));
      }
      catch (Exception error) // your errors must not end it
      {
        Console.Error.WriteLine($"failed: {error.Message}");
      }
      message.SetLength(0);
    }
  }

  static async Task Write(ClientWebSocket socket, CancellationToken over)
  {
    while (true)
    {
      await waiting.WaitAsync(over);
      string message;
      lock (outbox)
      {
        message = outbox.First.Value;
        outbox.RemoveFirst();
      }
      var bytes = new ArraySegment<byte>(Encoding.UTF8.GetBytes(message));
      try
      {
        await socket.SendAsync(bytes, Kind, true, over);
      }
      catch
      {
        lock (outbox) outbox.AddFirst(message); // on the next connection
        waiting.Release();
        throw;
      }
    }
  }
}
