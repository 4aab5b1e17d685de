// WebSocket client: reconnects with backoff, notices a dead link, keeps a
// bounded outbox while it is down. Needs Java 17 and nothing else.
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.*;

public class Client implements WebSocket.Listener {
  static final String ENDPOINT = "{{endpoint}}";
  // Below the 60 s after which many proxies cut an idle connection.
  static final long HEARTBEAT_MS = "{{heartbeat}}" * 1000L;
  static final boolean BINARY = "{{binary}}";
  static final int MAX_MESSAGE = 1 << 20; // bytes, or characters of text

  static final HttpClient HTTP = HttpClient.newHttpClient();
  // At most so many messages wait; the oldest go first.
  static final BlockingDeque<String> outbox = new LinkedBlockingDeque<>(1000);

  final StringBuilder text = new StringBuilder();
  final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  volatile boolean alive = true;
  volatile boolean heard;
  volatile int code = 1006;

  static void receive(String message) {
    System.out.println(message); // your code here
  }

  static void send(String message) {
    while (!outbox.offerLast(message)) outbox.pollFirst();
  }

  public static void main(String[] args) throws InterruptedException {
    send("{\"type\":\"hello\"}");
    for (int failures = 0; ; failures++) {
      Client client = new Client();
      try {
        client.run();
      } catch (ExecutionException | TimeoutException error) {
        System.err.println("error: " + error);
      }
      System.err.println("closed (" + client.code + ")");
      if (client.code == 1008) return; // it will not have us: no use in asking
      if (client.heard) failures = 0;
      double ceilingMs = Math.min(30_000, 500 * Math.pow(2, failures));
      // Jitter: not all clients at once.
      Thread.sleep((long) (ceilingMs * (0.5 + Math.random() / 2)));
    }
  }

  void run() throws InterruptedException, ExecutionException, TimeoutException {
    WebSocket.Builder builder = HTTP.newWebSocketBuilder();
    builder.connectTimeout(Duration.ofSeconds(10));
    // Secrets come from the environment, never from the source.
    String token = System.getenv("TOKEN");
    if (token != null) builder.header("Authorization", "Bearer " + token);
    WebSocket socket = wait(builder.buildAsync(URI.create(ENDPOINT), this));
    try {
      System.err.println("connected");
      long pingAt = System.nanoTime() / 1_000_000 + HEARTBEAT_MS;
      while (!socket.isInputClosed()) {
        String message = outbox.pollFirst(100, TimeUnit.MILLISECONDS);
        if (message != null) write(socket, message);
        long now = System.nanoTime() / 1_000_000;
        if (now < pingAt) continue;
        if (!alive) throw new TimeoutException("no answer to a ping");
        alive = false;
        wait(socket.sendPing(ByteBuffer.allocate(0)));
        pingAt = now + HEARTBEAT_MS;
      }
    } finally {
      socket.abort();
    }
  }

  void write(WebSocket socket, String message)
      throws InterruptedException, ExecutionException, TimeoutException {
    byte[] data = message.getBytes(StandardCharsets.UTF_8);
    try {
      if (BINARY) wait(socket.sendBinary(ByteBuffer.wrap(data), true));
      else wait(socket.sendText(message, true));
    } catch (ExecutionException | TimeoutException error) {
      outbox.offerFirst(message); // goes out on the next connection
      throw error;
    }
  }

  static <T> T wait(CompletableFuture<T> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    return future.get(15, TimeUnit.SECONDS);
  }

  @Override
  public CompletionStage<?> onText(WebSocket ws, CharSequence in, boolean end) {
    text.append(in);
    if (end) receive(text.toString());
    if (end) text.setLength(0);
    return next(ws, text.length());
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket ws, ByteBuffer in, boolean end) {
    byte[] data = new byte[in.remaining()];
    in.get(data);
    bytes.writeBytes(data);
    if (end) receive(bytes.toString(StandardCharsets.UTF_8));
    if (end) bytes.reset();
    return next(ws, bytes.size());
  }

  CompletionStage<?> next(WebSocket ws, int unfinished) {
    heard = true;
    if (unfinished > MAX_MESSAGE) ws.abort();
    else ws.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onPong(WebSocket ws, ByteBuffer payload) {
    alive = true;
    return next(ws, 0);
  }

  @Override
  public CompletionStage<?> onClose(WebSocket ws, int status, String reason) {
    code = status;
    return null;
  }

  @Override
  public void onError(WebSocket ws, Throwable error) {
    System.err.println("error: " + error);
  }
}
