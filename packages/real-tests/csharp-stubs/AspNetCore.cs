using System;
using System.Collections.Generic;
using System.Net.WebSockets;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Primitives;

namespace Microsoft.Extensions.Primitives
{
  public struct StringValues
  {
    public static implicit operator StringValues(string value) => throw new NotImplementedException();
  }
}

namespace Microsoft.Extensions.Configuration
{
  public sealed class ConfigurationManager
  {
    public string this[string key] { get => throw new NotImplementedException(); set { } }
  }
}

namespace Microsoft.Extensions.Hosting
{
  public interface IHostApplicationLifetime
  {
    CancellationToken ApplicationStopping { get; }
  }

  public interface IHostedService { }

  public abstract class BackgroundService : IHostedService
  {
    protected abstract Task ExecuteAsync(CancellationToken stoppingToken);
  }
}

namespace Microsoft.Extensions.DependencyInjection
{
  public interface IServiceCollection { }

  public static class ServiceCollectionServiceExtensions
  {
    public static IServiceCollection AddSingleton<TService>(this IServiceCollection services) where TService : class =>
      throw new NotImplementedException();
  }

  public static class ServiceCollectionHostedServiceExtensions
  {
    public static IServiceCollection AddHostedService<THostedService>(this IServiceCollection services)
      where THostedService : class, IHostedService => throw new NotImplementedException();
  }

  public static class ServiceProviderServiceExtensions
  {
    public static T GetRequiredService<T>(this IServiceProvider provider) => throw new NotImplementedException();
  }
}

namespace Microsoft.AspNetCore.Http.Features
{
  public interface IFeatureCollection
  {
    TFeature Get<TFeature>();
  }

  public interface IHttpResponseBodyFeature
  {
    void DisableBuffering();
  }
}

namespace Microsoft.AspNetCore.Http
{
  public delegate Task RequestDelegate(HttpContext context);

  public interface IHeaderDictionary
  {
    StringValues this[string key] { get; set; }
  }

  public static class HeaderDictionaryExtensions
  {
    public static void Append(this IHeaderDictionary headers, string key, StringValues value) { }
  }

  public interface IQueryCollection
  {
    StringValues this[string key] { get; }
  }

  public abstract class HttpRequest
  {
    public abstract IHeaderDictionary Headers { get; }
    public abstract IQueryCollection Query { get; set; }
  }

  public abstract class HttpResponse
  {
    public abstract int StatusCode { get; set; }
    public abstract string ContentType { get; set; }
    public abstract IHeaderDictionary Headers { get; }
  }

  public static class HttpResponseWritingExtensions
  {
    public static Task WriteAsync(
      this HttpResponse response, string text, CancellationToken cancellationToken = default(CancellationToken)) =>
      throw new NotImplementedException();
  }

  public abstract class WebSocketManager
  {
    public abstract bool IsWebSocketRequest { get; }
    public virtual Task<WebSocket> AcceptWebSocketAsync() => throw new NotImplementedException();
  }

  public abstract class HttpContext
  {
    public abstract HttpRequest Request { get; }
    public abstract HttpResponse Response { get; }
    public abstract WebSocketManager WebSockets { get; }
    public abstract IFeatureCollection Features { get; }
    public abstract CancellationToken RequestAborted { get; set; }
    public abstract void Abort();
  }

  public static class StatusCodes
  {
    public const int Status401Unauthorized = 401;
    public const int Status403Forbidden = 403;
    public const int Status426UpgradeRequired = 426;
    public const int Status503ServiceUnavailable = 503;
  }
}

namespace Microsoft.AspNetCore.Server.Kestrel.Core
{
  [Flags]
  public enum HttpProtocols { None = 0, Http1 = 1, Http2 = 2, Http1AndHttp2 = 3 }

  public class Http2Limits
  {
    public int MaxStreamsPerConnection { get; set; }
    public TimeSpan KeepAlivePingDelay { get; set; }
  }

  public class KestrelServerLimits
  {
    public TimeSpan KeepAliveTimeout { get; set; }
    public long? MaxRequestBodySize { get; set; }
    public Http2Limits Http2 { get; }
  }

  public class ListenOptions
  {
    public HttpProtocols Protocols { get; set; }
  }

  public class KestrelServerOptions
  {
    public KestrelServerLimits Limits { get; }
    public void ListenAnyIP(int port, Action<ListenOptions> configure) { }
  }
}

namespace Microsoft.AspNetCore.Hosting
{
  using Microsoft.AspNetCore.Builder;

  public static class WebHostBuilderKestrelExtensions
  {
    public static ConfigureWebHostBuilder ConfigureKestrel(
      this ConfigureWebHostBuilder hostBuilder, Action<KestrelServerOptions> options) =>
      throw new NotImplementedException();
  }

  public static class ListenOptionsHttpsExtensions
  {
    public static ListenOptions UseHttps(this ListenOptions listenOptions) => throw new NotImplementedException();
  }
}

namespace Microsoft.AspNetCore.Builder
{
  public interface IApplicationBuilder { }

  public interface IEndpointRouteBuilder { }

  public sealed class ConfigureWebHostBuilder { }

  public sealed class WebApplicationBuilder
  {
    public ConfigurationManager Configuration { get; }
    public ConfigureWebHostBuilder WebHost { get; }
    public IServiceCollection Services { get; }
    public WebApplication Build() => throw new NotImplementedException();
  }

  public sealed class WebApplication : IApplicationBuilder, IEndpointRouteBuilder
  {
    public IHostApplicationLifetime Lifetime { get; }
    public IServiceProvider Services { get; }
    public static WebApplicationBuilder CreateBuilder() => throw new NotImplementedException();
    public static WebApplicationBuilder CreateBuilder(string[] args) => throw new NotImplementedException();
    public void Run(string url = null) { }
  }

  public class WebSocketOptions
  {
    public TimeSpan KeepAliveInterval { get; set; }
    public TimeSpan KeepAliveTimeout { get; set; }
    public IList<string> AllowedOrigins { get; }
  }

  public static class WebSocketMiddlewareExtensions
  {
    public static IApplicationBuilder UseWebSockets(this IApplicationBuilder app, WebSocketOptions options) =>
      throw new NotImplementedException();
  }

  public static class RunExtensions
  {
    public static void Run(this IApplicationBuilder app, RequestDelegate handler) { }
  }

  public static class EndpointRouteBuilderExtensions
  {
    public static object MapGet(
      this IEndpointRouteBuilder endpoints, string pattern, RequestDelegate requestDelegate) =>
      throw new NotImplementedException();
  }
}
