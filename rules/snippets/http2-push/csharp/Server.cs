// HTTP/2 server: many concurrent requests on each connection. Kestrel has no
// push, and browsers accept none; a Link header names the assets early.
using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

static class Server
{
  const int Port = "{{port}}";
  const string PagePath = "{{path}}";

  static readonly Dictionary<string, (string Type, string Body)> parts =
    new Dictionary<string, (string, string)>
    {
      { "/style.css", ("text/css", "p { color: green }") },
    };
  const string Page = // your code here
    "<!doctype html><link rel=\"stylesheet\" href=\"/style.css\"><p>Hello";

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
    var builder = WebApplication.CreateBuilder();
    // Browsers speak HTTP/2 over TLS only; two PEM files enable it.
    var certFile = Environment.GetEnvironmentVariable("TLS_CERT_FILE");
    var keyFile = Environment.GetEnvironmentVariable("TLS_KEY_FILE");
    builder.Configuration["Kestrel:Certificates:Default:Path"] = certFile;
    builder.Configuration["Kestrel:Certificates:Default:KeyPath"] = keyFile;
    builder.WebHost.ConfigureKestrel(kestrel =>
    {
      kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(60);
      kestrel.Limits.MaxRequestBodySize = 65_536; // bytes
      kestrel.Limits.Http2.MaxStreamsPerConnection = 100; // at once
      kestrel.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
      kestrel.ListenAnyIP(Port, listen =>
      {
        listen.Protocols = HttpProtocols.Http2;
        if (certFile != null) listen.UseHttps();
      });
    });
    var app = builder.Build();
    app.MapGet(PagePath, async context =>
    {
      if (!IsAllowed(context.Request))
      {
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return;
      }
      foreach (var path in parts.Keys)
        context.Response.Headers.Append("Link", $"<{path}>; rel=preload");
      context.Response.ContentType = "text/html; charset=utf-8";
      await context.Response.WriteAsync(Page);
    });
    foreach (var part in parts)
    {
      app.MapGet(part.Key, async context =>
      {
        context.Response.ContentType = part.Value.Type;
        await context.Response.WriteAsync(part.Value.Body);
      });
    }
    app.Run();
  }
}
