// WebSocket client: reconnects with backoff, notices a dead link, keeps what it
// sends in order. WebSocket confirms nothing: what was on its way when the line
// broke is lost or comes twice, unless your own messages are acknowledged.
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.*;
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
  static final double FIRST_PAUSE_MS = 500;
  static final double LAST_PAUSE_MS = 30_000;

  static final HttpClient HTTP = HttpClient.newHttpClient();
  // At most so many messages wait; the oldest are dropped first.
  static final BlockingDeque<String> outbox = new LinkedBlockingDeque<>(1000);
  static volatile WebSocket current;

  final StringBuilder text = new StringBuilder();
  final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  volatile boolean alive = true;
  volatile int code = 1006;

  static void receive(String message) {
    System.out.println(message); // your code here
  }

  static void send(String message) {
    while (!outbox.offerLast(message)) outbox.pollFirst();
  }

  public static void main(String[] args) throws InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(Client::sayGoodbye));
    send("{\"type\":\"hello\"}");
    double pauseMs = FIRST_PAUSE_MS;
    while (true) {
      long started = System.nanoTime();
      Client client = new Client();
      try {
        client.run();
      } catch (ExecutionException | TimeoutException error) {
        System.err.println("error: " + reason(error));
      }
      System.err.println("closed (" + client.code + ")");
      if (client.code == 1008) { // the server's policy refuses this client
        System.err.println("refused: not trying again");
        System.exit(1);
      }
      boolean lasted = System.nanoTime() - started > LAST_PAUSE_MS * 1e6;
      if (lasted) pauseMs = FIRST_PAUSE_MS;
      // Jitter, so that not all clients come back at once.
      Thread.sleep((long) (pauseMs * (0.5 + Math.random() / 2)));
      pauseMs = Math.min(LAST_PAUSE_MS, pauseMs * 2);
    }
  }

  static String reason(Exception error) {
    Throwable cause = error.getCause();
    return cause instanceof WebSocketHandshakeException refused
        ? "status " + refused.getResponse().statusCode() : error.toString();
  }

  static void sayGoodbye() {
    WebSocket socket = current;
    if (socket == null || socket.isOutputClosed()) return;
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "")
        .orTimeout(1, TimeUnit.SECONDS).exceptionally(error -> null).join();
  }

  void run() throws InterruptedException, ExecutionException, TimeoutException {
    WebSocket.Builder builder = HTTP.newWebSocketBuilder();
    builder.connectTimeout(Duration.ofSeconds(10));
    // Secrets come from the environment, never from the source.
    String token = System.getenv("TOKEN");
    if (token != null) builder.header("Authorization", "Bearer " + token);
    WebSocket socket = wait(builder.buildAsync(URI.create(ENDPOINT), this));
    current = socket;
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
    if (end) take(text.toString());
    if (end) text.setLength(0);
    return next(ws, text.length());
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket ws, ByteBuffer in, boolean end) {
    byte[] data = new byte[in.remaining()];
    in.get(data);
    bytes.writeBytes(data);
    if (end) take(bytes.toString(StandardCharsets.UTF_8));
    if (end) bytes.reset();
    return next(ws, bytes.size());
  }

  static void take(String message) {
    try {
      receive(message);
    } catch (RuntimeException error) { // yours must not end the connection
      System.err.println("failed: " + error);
    }
  }

  CompletionStage<?> next(WebSocket ws, int unfinished) {
    alive = true; // a pong may be behind many messages
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
