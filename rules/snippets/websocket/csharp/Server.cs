// WebSocket server: relays to all other clients, detects dead links, drops
// clients that read too slowly. The proxy in front of it terminates TLS and
// must pass the Upgrade header.
using System;
using System.Collections.Concurrent;
using System.IO;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

class Server
{
  const int Port = "{{port}}";
  // The only site whose pages may connect; other programs send no origin.
  const string Origin = "{{origin}}";
  const int HeartbeatSeconds = "{{heartbeat}}";
  const int MaxMessageBytes = 65_536;
  const int BacklogLimit = 256; // messages per client
  const int MaxClients = 10_000;
  const string PagePing = "{\"type\":\"ping\"}";
  const string PagePong = "{\"type\":\"pong\"}";

  static readonly ConcurrentDictionary<Server, bool> clients =
    new ConcurrentDictionary<Server, bool>();

  readonly WebSocket socket;
  readonly Channel<(byte[] Bytes, WebSocketMessageType Kind)> backlog =
    Channel.CreateBounded<(byte[], WebSocketMessageType)>(BacklogLimit);

  Server(WebSocket socket) => this.socket = socket;

  void Receive(byte[] message, WebSocketMessageType kind)
  {
    // Pages cannot send ping frames: they send this instead.
    if (Encoding.UTF8.GetString(message) == PagePing)
    {
      Send(Encoding.UTF8.GetBytes(PagePong), WebSocketMessageType.Text);
      return;
    }
    foreach (var client in clients.Keys) // your code here
      if (client != this) client.Send(message, kind);
  }

  void Send(byte[] message, WebSocketMessageType kind)
  {
    // Drops one client to protect the server's memory.
    if (!backlog.Writer.TryWrite((message, kind))) socket.Abort();
  }

  async Task Run(CancellationToken stopping)
  {
    clients[this] = true;
    using (var over =
      CancellationTokenSource.CreateLinkedTokenSource(stopping))
    {
      try
      {
        await await Task.WhenAny(Read(), Write(over.Token));
      }
      catch (WebSocketException error)
      {
        Console.Error.WriteLine($"client: {error.Message}");
      }
      catch (OperationCanceledException)
      {
        await Close(WebSocketCloseStatus.EndpointUnavailable, "restart");
      }
      finally
      {
        clients.TryRemove(this, out _);
        over.Cancel();
      }
    }
  }

  async Task Read()
  {
    var buffer = new ArraySegment<byte>(new byte[4096]);
    var message = new MemoryStream();
    while (true)
    {
      var part = await socket.ReceiveAsync(buffer, CancellationToken.None);
      if (part.MessageType == WebSocketMessageType.Close)
      {
        await Close(WebSocketCloseStatus.NormalClosure, "");
        return;
      }
      message.Write(buffer.Array, 0, part.Count);
      if (message.Length > MaxMessageBytes)
      {
        await Close(WebSocketCloseStatus.MessageTooBig, "");
        return;
      }
      if (!part.EndOfMessage) continue;
      Receive(message.ToArray(), part.MessageType);
      message.SetLength(0);
    }
  }

  async Task Write(CancellationToken over)
  {
    while (true)
    {
      var (bytes, kind) = await backlog.Reader.ReadAsync(over);
      await socket.SendAsync(new ArraySegment<byte>(bytes), kind, true, over);
    }
  }

  async Task Close(WebSocketCloseStatus status, string reason)
  {
    using (var limit = new CancellationTokenSource(2000))
      await socket.CloseOutputAsync(status, reason, limit.Token);
  }

  static bool IsAllowed(HttpRequest request)
  {
    // Secrets come from the environment, never from the source.
    var token = Environment.GetEnvironmentVariable("TOKEN");
    if (token == null) return true;
    var header = request.Headers["Authorization"].ToString();
    var given = Encoding.UTF8.GetBytes(header);
    var wanted = Encoding.UTF8.GetBytes("Bearer " + token);
    return CryptographicOperations.FixedTimeEquals(given, wanted);
  }

  static void Main()
  {
    var app = WebApplication.CreateBuilder().Build();
    var options = new WebSocketOptions
    {
      KeepAliveInterval = TimeSpan.FromSeconds(HeartbeatSeconds),
      KeepAliveTimeout = TimeSpan.FromSeconds(HeartbeatSeconds),
    };
    options.AllowedOrigins.Add(Origin);
    app.UseWebSockets(options);
    app.Run(async context =>
    {
      if (!context.WebSockets.IsWebSocketRequest)
        context.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
      else if (!IsAllowed(context.Request))
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
      else if (clients.Count >= MaxClients)
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
      else
        using (var socket = await context.WebSockets.AcceptWebSocketAsync())
          await new Server(socket).Run(app.Lifetime.ApplicationStopping);
    });
    app.Run($"http://*:{Port}");
  }
}
