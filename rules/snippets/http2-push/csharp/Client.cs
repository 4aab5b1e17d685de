// HTTP/2 client: several concurrent requests over one connection, which it
// keeps open with pings. .NET refuses server push, as browsers do; for events,
// use SSE or WebSocket.
using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Runtime.InteropServices;
using System.Threading.Tasks;

static class Client
{
  const string Endpoint = "{{endpoint}}";
  const string PagePath = "{{path}}";
  const int Attempts = 5;

  static readonly HttpClient http = new HttpClient(new SocketsHttpHandler
  {
    ConnectTimeout = TimeSpan.FromSeconds(10),
    PooledConnectionLifetime = TimeSpan.FromMinutes(15), // follows DNS
    KeepAlivePingDelay = TimeSpan.FromSeconds(30),
    KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
  })
  {
    BaseAddress = new Uri(Endpoint),
    DefaultRequestVersion = new Version(2, 0),
    DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
    MaxResponseContentBufferSize = 1 << 20, // bytes
    Timeout = TimeSpan.FromSeconds(20),
  };

  static void Receive(string path, string body)
  {
    Console.WriteLine($"answered {path}: {body}"); // your code here
  }

  static async Task Fetch()
  {
    // The first answer opens the connection; the others share it.
    Receive(PagePath, await http.GetStringAsync(PagePath));
    var paths = new[] { PagePath, "/style.css" }; // your code here
    var answers = paths.Select(path => http.GetStringAsync(path)).ToArray();
    var bodies = await Task.WhenAll(answers);
    for (var i = 0; i < paths.Length; i++) Receive(paths[i], bodies[i]);
  }

  /// <summary>Errors that a retry cannot change.</summary>
  static bool IsFinal(HttpStatusCode? status) =>
    status >= HttpStatusCode.BadRequest
    && status < HttpStatusCode.InternalServerError
    && (int)status != 408 && (int)status != 429; // temporary

  static async Task<int> Run()
  {
    var random = new Random();
    for (var attempt = 1; attempt <= Attempts; attempt++)
    {
      try
      {
        await Fetch();
        return 0;
      }
      catch (Exception error) when (error is HttpRequestException
        || error is OperationCanceledException)
      {
        Console.Error.WriteLine($"error: {error.Message}");
        if (IsFinal((error as HttpRequestException)?.StatusCode)) return 1;
      }
      var ceilingMs = 500 * Math.Pow(2, attempt);
      // Jitter: not all clients retry at the same time.
      await Task.Delay((int)(ceilingMs * (0.5 + random.NextDouble() / 2)));
    }
    return 1;
  }

  static int Main()
  {
    Action<PosixSignalContext> exit = context => Environment.Exit(130);
    // Without these, process 1 of a container ignores the stop signals.
    using (PosixSignalRegistration.Create(PosixSignal.SIGINT, exit))
    using (PosixSignalRegistration.Create(PosixSignal.SIGTERM, exit))
      return Run().GetAwaiter().GetResult();
  }
}
