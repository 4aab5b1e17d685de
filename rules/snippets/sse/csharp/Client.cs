// Server-Sent Events client: resumes after the last received event, backs off,
// closes a silent connection. An event whose handler fails is reported and
// skipped.
using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
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
  const double LastPauseMs = 30000;
  static double firstPauseMs = 1000;

  static void Receive(string data)
  {
    Console.WriteLine(data); // your code here
  }

  static void Handle(string data)
  {
    try
    {
      Receive(data);
    }
    catch (Exception error) // your errors must not end it
    {
      Console.Error.WriteLine($"failed: {error.Message}");
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

  static async Task Run()
  {
    var random = new Random();
    var pauseMs = firstPauseMs;
    while (true)
    {
      var clock = Stopwatch.StartNew();
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
      var hasLasted = clock.ElapsedMilliseconds > LastPauseMs;
      pauseMs = hasLasted ? firstPauseMs : Math.Max(pauseMs, firstPauseMs);
      // Jitter, so that not all clients reconnect at the same time.
      await Task.Delay((int)(pauseMs * (0.5 + random.NextDouble() / 2)));
      pauseMs = Math.Min(LastPauseMs, pauseMs * 2);
    }
  }

  /// <summary>False when the server sends no more events.</summary>
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
      var status = (int)response.StatusCode;
      if (status != 200 || type != "text/event-stream")
        throw new IOException($"refused: {status}, {type}");
      Console.Error.WriteLine("connected");
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
    var endedWithCr = false;
    int count;
    while ((count = await InTime(reader.ReadAsync(buffer, 0, 4096))) > 0)
    {
      foreach (var one in buffer.Take(count))
      {
        var isRest = endedWithCr && one == '\n'; // of the line before
        endedWithCr = one == '\r';
        if (isRest) continue;
        if (one != '\n' && one != '\r')
        {
          if (line.Append(one).Length > MaxEvent)
            throw new IOException("line too long");
          continue;
        }
        state.Take(line.ToString());
        line.Clear();
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
          Handle(data.ToString(1, data.Length - 1));
        name = "";
        data.Clear();
      }
      else if (field == "event") name = value;
      else if (field == "data") data.Append('\n').Append(value);
      else if (field == "id" && Regex.IsMatch(value, "^[ -~]{0,1024}$"))
        Id = value; // others do not fit into a header
      else if (field == "retry" && Regex.IsMatch(value, "^[0-9]{1,15}$"))
        firstPauseMs =
          Math.Min(LastPauseMs, Math.Max(1000, double.Parse(value)));
      if (data.Length > MaxEvent) throw new IOException("event too large");
    }
  }
}
