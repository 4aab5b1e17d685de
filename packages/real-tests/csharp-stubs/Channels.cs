using System.Threading.Tasks;

namespace System.Threading.Channels
{
  public enum BoundedChannelFullMode { Wait, DropNewest, DropOldest, DropWrite }

  public sealed class BoundedChannelOptions
  {
    public BoundedChannelOptions(int capacity) { }
    public BoundedChannelFullMode FullMode { get; set; }
  }

  public static class Channel
  {
    public static Channel<T> CreateBounded<T>(int capacity) => throw new NotImplementedException();
    public static Channel<T> CreateBounded<T>(BoundedChannelOptions options) => throw new NotImplementedException();
  }

  public abstract class Channel<T>
  {
    public ChannelReader<T> Reader { get; protected set; }
    public ChannelWriter<T> Writer { get; protected set; }
  }

  public abstract class ChannelReader<T>
  {
    public abstract ValueTask<T> ReadAsync(CancellationToken cancellationToken = default(CancellationToken));
  }

  public abstract class ChannelWriter<T>
  {
    public abstract bool TryWrite(T item);
  }
}
