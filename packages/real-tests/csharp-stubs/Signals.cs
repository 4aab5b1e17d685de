// What .NET 6 has and mono lacks, as .NET documents it, on the helper library of mono. Unlike the other files here, it runs.
using System.Threading;

namespace System.Runtime.InteropServices
{
  public enum PosixSignal { SIGHUP = -1, SIGINT = -2, SIGQUIT = -3, SIGTERM = -4 }

  public sealed class PosixSignalContext
  {
    public PosixSignalContext(PosixSignal signal) => Signal = signal;
    public PosixSignal Signal { get; }
    public bool Cancel { get; set; }
  }

  public sealed class PosixSignalRegistration : IDisposable
  {
    delegate int IsShuttingDown();

    static readonly IsShuttingDown never = () => 0;

    [DllImport("MonoPosixHelper", EntryPoint = "Mono_Unix_UnixSignal_install")]
    static extern IntPtr Install(int number);

    [DllImport("MonoPosixHelper", EntryPoint = "Mono_Unix_UnixSignal_WaitAny")]
    static extern int WaitAny(IntPtr[] signals, int count, int timeoutMs, IsShuttingDown isShuttingDown);

    PosixSignalRegistration() { }

    /// <summary>Unlike that of .NET, it calls the handler once, and lasts as long as the program.</summary>
    public static PosixSignalRegistration Create(PosixSignal signal, Action<PosixSignalContext> handler)
    {
      var number = signal == PosixSignal.SIGINT ? 2 : signal == PosixSignal.SIGTERM ? 15 : 0;
      if (number == 0) throw new NotSupportedException(signal.ToString());
      var signals = new[] { Install(number) };
      var thread = new Thread(() =>
      {
        while (WaitAny(signals, 1, -1, never) != 0);
        var context = new PosixSignalContext(signal);
        handler(context);
        if (!context.Cancel) Environment.Exit(128 + number);
      });
      thread.IsBackground = true;
      thread.Start();
      return new PosixSignalRegistration();
    }

    public void Dispose() { }
  }
}
