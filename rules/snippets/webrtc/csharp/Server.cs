// Signalling server for WebRTC peers: relays each message to the other one in
// the room. Payloads never pass through it. The proxy in front terminates TLS;
// peers behind strict firewalls also need a TURN server.
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
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
  const int RoomLimit = 2; // peers
  const int HeartbeatSeconds = 25;
  const int MaxSignalBytes = 65_536;
  const int BacklogLimit = 64; // signals per peer

  static readonly Dictionary<string, HashSet<Server>> rooms =
    new Dictionary<string, HashSet<Server>>();

  readonly string room;

  readonly WebSocket socket;
  readonly Channel<(byte[] Bytes, WebSocketMessageType Kind)> backlog =
    Channel.CreateBounded<(byte[], WebSocketMessageType)>(BacklogLimit);

  Server(WebSocket socket, string room)
  {
    this.socket = socket;
    this.room = room;
  }

  bool Enter()
  {
    lock (rooms) // your code here: who may enter which room
    {
      if (!rooms.ContainsKey(room)) rooms[room] = new HashSet<Server>();
      return rooms[room].Count < RoomLimit && rooms[room].Add(this);
    }
  }

  void Leave()
  {
    lock (rooms)
    {
      rooms[room].Remove(this);
      if (rooms[room].Count == 0) rooms.Remove(room);
    }
  }

  void Receive(byte[] message, WebSocketMessageType kind)
  {
    lock (rooms)
      foreach (var peer in rooms[room].Where(one => one != this))
        peer.Send(message, kind);
  }

  void Send(byte[] message, WebSocketMessageType kind)
  {
    // Drops one peer to protect the server's memory.
    if (!backlog.Writer.TryWrite((message, kind))) socket.Abort();
  }

  async Task Run(CancellationToken stopping)
  {
    if (!Enter())
    {
      await Close(WebSocketCloseStatus.PolicyViolation, "room is full");
      return;
    }
    using (var over =
      CancellationTokenSource.CreateLinkedTokenSource(stopping))
    {
      try
      {
        await await Task.WhenAny(Read(), Write(over.Token));
      }
      catch (WebSocketException error)
      {
        Console.Error.WriteLine($"peer: {error.Message}");
      }
      catch (OperationCanceledException)
      {
        await Close(WebSocketCloseStatus.EndpointUnavailable, "restart");
      }
      finally
      {
        Leave();
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
      if (message.Length > MaxSignalBytes)
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

  /// <summary>Compares in constant time.</summary>
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
      else
        using (var socket = await context.WebSockets.AcceptWebSocketAsync())
          await new Server(socket, context.Request.Query["room"].ToString())
            .Run(app.Lifetime.ApplicationStopping);
    });
    app.Run($"http://*:{Port}");
  }
}
