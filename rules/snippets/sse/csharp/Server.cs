// Server-Sent Events server: replays what a client missed, keeps connections
// open, drops clients that read too slowly. On the framework's own listener;
// within ASP.NET Core the same loop writes to HttpContext.Response.Body.
using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;

static class Server
{
  const int Port = "{{port}}";
  const string StreamPath = "{{path}}";
  // The site whose pages may read the stream.
  const string Origin = "{{origin}}";
  // Below the 60 s after which many proxies cut an idle connection.
  const int HeartbeatMs = "{{heartbeat}}" * 1000;
  static readonly int ReplayLimit = "{{replay}}"; // for reconnecting clients
  const int BacklogLimit = 256; // events per client
  const int MaxEvent = 1 << 20; // bytes; clients refuse larger ones
  const int MaxClients = 10000;

  class Client
  {
    public readonly ConcurrentQueue<byte[]> Backlog =
      new ConcurrentQueue<byte[]>();
    public readonly SemaphoreSlim Waiting = new SemaphoreSlim(0);
    public volatile bool IsTooSlow;
    public HttpListenerResponse Response;

    public void Add(byte[] frame)
    {
      if (Backlog.Count < BacklogLimit) Backlog.Enqueue(frame);
      else if (!IsTooSlow)
      {
        IsTooSlow = true;
        Response.Abort(); // ends a write that waits for it
      }
      Waiting.Release();
    }

    public byte[] Next() => Backlog.TryDequeue(out var frame) ? frame : null;
  }

  static readonly object gate = new object();
  static readonly HashSet<Client> clients = new HashSet<Client>();
  static readonly Queue<(long Id, byte[] Frame)> recent =
    new Queue<(long, byte[])>();
  // Increases across restarts, so an old id is never higher than a new id.
  static long lastId = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

  static void Publish(string data)
  {
    var lines = Regex.Split(data, "\r\n|\r|\n")
      .Select(line => $"data: {line}\n");
    lock (gate)
    {
      var text = $"id: {++lastId}\n{string.Concat(lines)}\n";
      var frame = Encoding.UTF8.GetBytes(text);
      if (frame.Length > MaxEvent)
        throw new ArgumentException("event too large");
      recent.Enqueue((lastId, frame));
      if (recent.Count > ReplayLimit) recent.Dequeue();
      foreach (var client in clients) client.Add(frame);
    }
  }

  /// <summary>False when there are too many clients.</summary>
  static bool Join(Client client, string after)
  {
    var isBack = long.TryParse(after, out var seen);
    lock (gate)
    {
      if (clients.Count >= MaxClients) return false;
      var missed = recent.Where(one => isBack && one.Id > seen).ToList();
      foreach (var one in missed) client.Backlog.Enqueue(one.Frame);
      if (missed.Count > 0) client.Waiting.Release(missed.Count);
      return clients.Add(client);
    }
  }

  static async Task Serve(HttpListenerContext context)
  {
    var response = context.Response;
    var client = new Client { Response = response };
    try
    {
      if (context.Request.HttpMethod != "GET"
        || context.Request.Url.AbsolutePath != StreamPath)
        response.StatusCode = 404;
      else if (!IsAllowed(context.Request)) response.StatusCode = 401;
      else await Stream(context, client);
    }
    catch (Exception error) when (error is HttpListenerException
      || error is IOException || error is ObjectDisposedException)
    {
      Console.Error.WriteLine($"client: {error.Message}"); // it left
    }
    finally
    {
      lock (gate) clients.Remove(client);
      if (client.IsTooSlow) response.Abort(); // it reconnects
      else response.Close();
    }
  }

  /// <summary>Compares in constant time.</summary>
  static bool IsAllowed(HttpListenerRequest request)
  {
    var token = Environment.GetEnvironmentVariable("TOKEN"); // no secrets here
    if (token == null) return true;
    var given = request.Headers["Authorization"] ?? "";
    var wanted = "Bearer " + token;
    var differences = given.Zip(wanted, (one, other) => one ^ other);
    return given.Length == wanted.Length
      && differences.Aggregate(0, (sum, difference) => sum | difference) == 0;
  }

  static async Task Stream(HttpListenerContext context, Client client)
  {
    var response = context.Response;
    if (!Join(client, context.Request.Headers["Last-Event-ID"]))
    {
      response.StatusCode = 503;
      return;
    }
    response.SendChunked = true;
    response.ContentType = "text/event-stream";
    response.Headers["Cache-Control"] = "no-store";
    response.Headers["X-Accel-Buffering"] = "no"; // no buffering in nginx
    response.Headers["Access-Control-Allow-Origin"] = Origin;
    response.Headers["Access-Control-Allow-Credentials"] = "true";
    response.Headers["Vary"] = "Origin";
    var comment = Encoding.UTF8.GetBytes(": still here\n\n");
    await Write(response, comment);
    while (!client.IsTooSlow)
    {
      await client.Waiting.WaitAsync(HeartbeatMs);
      await Write(response, client.Next() ?? comment);
    }
  }

  static async Task Write(HttpListenerResponse response, byte[] bytes)
  {
    await response.OutputStream.WriteAsync(bytes, 0, bytes.Length);
    await response.OutputStream.FlushAsync();
  }

  static async Task Tick()
  {
    while (true)
    {
      await Task.Delay(1000);
      try
      {
        Publish(DateTime.UtcNow.ToString("o")); // your code here
      }
      catch (Exception error)
      {
        Console.Error.WriteLine($"error: {error.Message}"); // tries again
      }
    }
  }

  static async Task Run()
  {
    var listener = new HttpListener();
    listener.Prefixes.Add($"http://*:{Port}/");
    listener.Start();
    Console.Error.WriteLine($"listening on {Port}");
    _ = Tick();
    while (true) _ = Serve(await listener.GetContextAsync());
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
