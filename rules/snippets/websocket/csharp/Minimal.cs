using System;
using System.Net.WebSockets;
using System.Text;
using System.Threading;

static class Client
{
  static void Main()
  {
    var none = CancellationToken.None;
    var socket = new ClientWebSocket();
    socket.ConnectAsync(new Uri("{{endpoint}}"), none).Wait();
    var hello = new ArraySegment<byte>(Encoding.UTF8.GetBytes("hello"));
    socket.SendAsync(hello, WebSocketMessageType.Text, true, none).Wait();
    var buffer = new ArraySegment<byte>(new byte[4096]);
    while (socket.State == WebSocketState.Open)
    {
      var part = socket.ReceiveAsync(buffer, none).Result;
      Console.WriteLine(Encoding.UTF8.GetString(buffer.Array, 0, part.Count));
    }
  }
}
