import java.net.URI;
import java.net.http.*;
import java.util.concurrent.*;

public class Client implements WebSocket.Listener {
  @Override
  public CompletionStage<?> onText(WebSocket ws, CharSequence in, boolean end) {
    System.out.println(in);
    return WebSocket.Listener.super.onText(ws, in, end);
  }

  public static void main(String[] args) throws InterruptedException {
    WebSocket socket = HttpClient.newHttpClient().newWebSocketBuilder()
        .buildAsync(URI.create("{{endpoint}}"), new Client()).join();
    socket.sendText("hello", true).join();
    Thread.currentThread().join(); // until Ctrl-C
  }
}
