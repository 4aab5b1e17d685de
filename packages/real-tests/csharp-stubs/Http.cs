using System.Threading.Tasks;

namespace System.Net.Http
{
  public abstract class HttpMessageHandler { }

  public sealed class SocketsHttpHandler : HttpMessageHandler
  {
    public TimeSpan ConnectTimeout { get; set; }
    public TimeSpan PooledConnectionLifetime { get; set; }
    public TimeSpan KeepAlivePingDelay { get; set; }
    public TimeSpan KeepAlivePingTimeout { get; set; }
  }

  public enum HttpVersionPolicy { RequestVersionOrLower, RequestVersionOrHigher, RequestVersionExact }

  public class HttpRequestException : Exception
  {
    public HttpStatusCode? StatusCode { get; }
  }

  public class HttpClient
  {
    public HttpClient(HttpMessageHandler handler) { }
    public Uri BaseAddress { get; set; }
    public Version DefaultRequestVersion { get; set; }
    public HttpVersionPolicy DefaultVersionPolicy { get; set; }
    public long MaxResponseContentBufferSize { get; set; }
    public TimeSpan Timeout { get; set; }
    public Task<string> GetStringAsync(string requestUri) => throw new NotImplementedException();
  }
}
