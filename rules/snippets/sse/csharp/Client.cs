// Server-Sent Events client: resumes after the last event seen, backs off,
// gives up on a silent connection.
using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

static class Client
{
  const string Endpoint = "{{endpoint}}";
  const string Event = "{{event}}";
  // The server should send a comment more often than this.
  const int SilenceSeconds = "{{silence}}";
  const int MaxEvent = 1 << 20; // characters

  static readonly HttpClient http =
    new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
  static string lastEventId = "";
  static int retryMs = 1000;
  static int failures;

  static void Receive(string data)
  {
    Console.WriteLine(data); // your code here
  }

  static void Main() => Run().GetAwaiter().GetResult();

  static async Task Run()
  {
    var random = new Random();
    while (true)
    {
      try
      {
        if (!await Listen()) return;
        Console.Error.WriteLine("stream ended");
      }
      catch (Exception error) when (error is HttpRequestException
        || error is IOException || error is WebException
        || error is ObjectDisposedException || error is TimeoutException)
      {
        Console.Error.WriteLine($"error: {error.Message}");
      }
      var ceilingMs = Math.Min(30_000, retryMs * Math.Pow(2, failures++));
      // Jitter: not all clients at once.
      await Task.Delay((int)(ceilingMs * (0.5 + random.NextDouble() / 2)));
    }
  }

  /// <summary>False when the server has no more to come.</summary>
  static async Task<bool> Listen()
  {
    var request = new HttpRequestMessage(HttpMethod.Get, Endpoint);
    request.Headers.Add("Accept", "text/event-stream");
    if (lastEventId != "") request.Headers.Add("Last-Event-ID", lastEventId);
    // Secrets come from the environment, never from the source.
    var token = Environment.GetEnvironmentVariable("TOKEN");
    if (token != null) request.Headers.Add("Authorization", "Bearer " + token);
    var headers = HttpCompletionOption.ResponseHeadersRead;
    using (var response = await InTime(http.SendAsync(request, headers)))
    {
      var type = response.Content.Headers.ContentType?.MediaType;
      if (response.StatusCode == HttpStatusCode.NoContent) return false;
      response.EnsureSuccessStatusCode();
      if (type != "text/event-stream") throw new IOException($"type {type}");
      Console.Error.WriteLine("connected");
      failures = 0;
      using (var body = await response.Content.ReadAsStreamAsync())
      using (var reader = new StreamReader(body, Encoding.UTF8))
        await Read(reader);
    }
    return true;
  }

  static async Task<T> InTime<T>(Task<T> task)
  {
    var silence = Task.Delay(TimeSpan.FromSeconds(SilenceSeconds));
    if (await Task.WhenAny(task, silence) == task) return await task;
    // What comes after all, its end most likely, is not looked at.
    _ = task.ContinueWith(late => late.Exception, TaskScheduler.Default);
    throw new TimeoutException($"nothing for {SilenceSeconds} s");
  }

  /// <summary>Events as the HTML standard defines them.</summary>
  static async Task Read(StreamReader reader)
  {
    var buffer = new char[4096];
    var line = new StringBuilder();
    var state = new EventState { Id = lastEventId };
    int count;
    while ((count = await InTime(reader.ReadAsync(buffer, 0, 4096))) > 0)
    {
      foreach (var one in buffer.Take(count))
      {
        if (one != '\n' && line.Length > MaxEvent)
          throw new IOException("line too long");
        if (one != '\n') line.Append(one);
        else state.Take(line.ToString().TrimEnd('\r'));
        if (one == '\n') line.Clear();
      }
    }
  }

  class EventState
  {
    public string Id;
    string name = "";
    readonly StringBuilder data = new StringBuilder();

    public void Take(string line)
    {
      var colon = line.IndexOf(':');
      var field = colon < 0 ? line : line.Substring(0, colon);
      var value = colon < 0 ? "" : line.Substring(colon + 1);
      if (value.StartsWith(" ", StringComparison.Ordinal))
        value = value.Substring(1);
      if (line == "")
      {
        lastEventId = Id;
        var isOurs = (name == "" ? "message" : name) == Event;
        if (isOurs && data.Length > 0)
          Receive(data.ToString(1, data.Length - 1));
        name = "";
        data.Clear();
      }
      else if (field == "event") name = value;
      else if (field == "data") data.Append('\n').Append(value);
      else if (field == "id" && value.IndexOf('\0') < 0) Id = value;
      else if (field == "retry" && int.TryParse(value, out var ms) && ms >= 0)
        retryMs = ms;
      if (data.Length > MaxEvent) throw new IOException("event too large");
    }
  }
}
