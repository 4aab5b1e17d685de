// Server-Sent Events from ASP.NET Core: replays what a client missed, keeps
// connections open, drops clients that read too slowly.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

/// <summary>Sends each event to all clients, and keeps the last ones.</summary>
public sealed class Feed
{
  static readonly int ReplayLimit = "{{replay}}"; // kept for who comes back
  const int BacklogLimit = 256; // events per client
  const int MaxEvent = 1 << 20; // bytes; clients refuse larger ones
  const int MaxClients = 10_000;

  readonly object gate = new object();
  readonly Dictionary<Channel<string>, HttpContext> clients =
    new Dictionary<Channel<string>, HttpContext>();
  readonly Queue<(long Id, string Frame)> recent =
    new Queue<(long, string)>();
  // Grows across restarts, so that an old id is never ahead of a new one.
  long lastId = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

  public void Publish(string data)
  {
    var lines = Regex.Split(data, "\r\n|\r|\n")
      .Select(line => $"data: {line}\n");
    lock (gate)
    {
      var frame = $"id: {++lastId}\n{string.Concat(lines)}\n";
      if (Encoding.UTF8.GetByteCount(frame) > MaxEvent)
        throw new ArgumentException("event too large");
      recent.Enqueue((lastId, frame));
      if (recent.Count > ReplayLimit) recent.Dequeue();
      // Who is too slow comes back and asks for what it missed.
      foreach (var client in clients)
        if (!client.Key.Writer.TryWrite(frame)) client.Value.Abort();
    }
  }

  /// <summary>What a client missed, and where the rest comes; null: there are
  /// too many clients.</summary>
  public (string Missed, Channel<string> Later)? Join(HttpContext context)
  {
    var after = context.Request.Headers["Last-Event-ID"].ToString();
    var isBack = long.TryParse(after, out var seen);
    lock (gate)
    {
      if (clients.Count >= MaxClients) return null;
      var later = Channel.CreateBounded<string>(BacklogLimit);
      clients[later] = context;
      var missed = recent.Where(one => isBack && one.Id > seen);
      return (string.Concat(missed.Select(one => one.Frame)), later);
    }
  }

  public void Leave(Channel<string> later)
  {
    lock (gate) clients.Remove(later);
  }
}

public sealed class Ticker : BackgroundService
{
  readonly Feed feed;

  public Ticker(Feed feed) => this.feed = feed;

  protected override async Task ExecuteAsync(CancellationToken stoppingToken)
  {
    while (true)
    {
      await Task.Delay(1000, stoppingToken);
      feed.Publish(DateTime.UtcNow.ToString("o")); // your code here
    }
  }
}

static class Server
{
  const int Port = "{{port}}";
  const string StreamPath = "{{path}}";
  // The site whose pages may read the stream.
  const string Origin = "{{origin}}";
  // Below the 60 s after which many proxies cut an idle connection.
  const int HeartbeatMs = "{{heartbeat}}" * 1000;

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

  static async Task Stream(
    HttpContext context, Feed feed, CancellationToken stopping)
  {
    var response = context.Response;
    if (!IsAllowed(context.Request))
    {
      response.StatusCode = StatusCodes.Status401Unauthorized;
      return;
    }
    var joined = feed.Join(context);
    if (joined == null)
    {
      response.StatusCode = StatusCodes.Status503ServiceUnavailable;
      return;
    }
    var (missed, later) = joined.Value;
    response.ContentType = "text/event-stream";
    response.Headers["Cache-Control"] = "no-store";
    response.Headers["X-Accel-Buffering"] = "no"; // nginx would hold it back
    response.Headers["Access-Control-Allow-Origin"] = Origin;
    response.Headers["Access-Control-Allow-Credentials"] = "true";
    response.Headers["Vary"] = "Origin";
    // IIS and response compression would hold events back, too.
    context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
    using (var over = CancellationTokenSource.CreateLinkedTokenSource(
      context.RequestAborted, stopping))
      try
      {
        await response.WriteAsync(": welcome\n\n" + missed, over.Token);
        while (true)
          await response.WriteAsync(await Next(later, over.Token), over.Token);
      }
      catch (OperationCanceledException)
      {
        // It went away, was too slow, or comes back after the restart.
      }
      finally
      {
        feed.Leave(later);
      }
  }

  /// <summary>The next event, or a comment where none comes.</summary>
  static async Task<string> Next(Channel<string> later, CancellationToken over)
  {
    using (var pause = CancellationTokenSource.CreateLinkedTokenSource(over))
      try
      {
        pause.CancelAfter(HeartbeatMs);
        return await later.Reader.ReadAsync(pause.Token);
      }
      catch (OperationCanceledException) when (!over.IsCancellationRequested)
      {
        return ": still here\n\n";
      }
  }

  static void Main(string[] args)
  {
    var builder = WebApplication.CreateBuilder(args);
    builder.Services.AddSingleton<Feed>();
    builder.Services.AddHostedService<Ticker>();
    var app = builder.Build();
    var feed = app.Services.GetRequiredService<Feed>();
    var stopping = app.Lifetime.ApplicationStopping;
    app.MapGet(StreamPath, context => Stream(context, feed, stopping));
    app.Run($"http://*:{Port}");
  }
}
