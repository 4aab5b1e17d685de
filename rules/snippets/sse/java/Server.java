// Server-Sent Events server: replays what a client missed, keeps connections
// open, drops clients that read too slowly. Needs Java 17 and nothing else.
import com.sun.net.httpserver.*;
import java.io.*;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.*;
import java.util.concurrent.*;

public class Server {
  static final int PORT = "{{port}}";
  static final String PATH = "{{path}}";
  // The site whose pages may read the stream.
  static final String ORIGIN = "{{origin}}";
  // Below the 60 s after which many proxies cut an idle connection.
  static final int HEARTBEAT_SECONDS = "{{heartbeat}}";
  static final int REPLAY_LIMIT = "{{replay}}"; // kept for who comes back
  static final int BACKLOG_LIMIT = 256; // events per client
  static final int MAX_EVENT = 1 << 20; // bytes; clients refuse larger ones
  static final int MAX_CLIENTS = 2000; // each has a thread

  record Event(long id, byte[] frame) {}

  // What waits for each client, and the thread that writes it.
  static final Map<BlockingQueue<Event>, Thread> clients =
      new IdentityHashMap<>();
  static final Deque<Event> recent = new ArrayDeque<>();
  // Grows across restarts, so that an old id is never ahead of a new one.
  static long lastId = System.currentTimeMillis();

  static synchronized void publish(String data) {
    StringBuilder frame = new StringBuilder("id: " + ++lastId + "\n");
    for (String line : data.split("\r\n|\r|\n", -1))
      frame.append("data: " + line + "\n");
    byte[] bytes = (frame + "\n").getBytes(StandardCharsets.UTF_8);
    if (bytes.length > MAX_EVENT)
      throw new IllegalArgumentException("event too large");
    Event made = new Event(lastId, bytes);
    recent.add(made);
    if (recent.size() > REPLAY_LIMIT) recent.remove();
    clients.forEach((backlog, writer) -> {
      // Too slow: it comes back and asks for what it missed. The interrupt
      // closes a connection whose writer waits for it.
      if (!backlog.offer(made)) writer.interrupt();
    });
  }

  static synchronized List<Event> join(BlockingQueue<Event> me, String after) {
    clients.put(me, Thread.currentThread());
    if (after == null || !after.matches("\\d{1,18}")) return List.of();
    long seen = Long.parseLong(after);
    return recent.stream().filter(event -> event.id() > seen).toList();
  }

  static synchronized void leave(BlockingQueue<Event> backlog) {
    clients.remove(backlog);
  }

  static synchronized boolean isFull() {
    return clients.size() >= MAX_CLIENTS;
  }

  static boolean isAllowed(HttpExchange exchange) {
    String token = System.getenv("TOKEN"); // no secrets in the source
    String given = exchange.getRequestHeaders().getFirst("Authorization");
    return token == null || given != null && MessageDigest.isEqual(
        given.getBytes(), ("Bearer " + token).getBytes());
  }

  static void serve(HttpExchange exchange) throws IOException {
    BlockingQueue<Event> backlog = new ArrayBlockingQueue<>(BACKLOG_LIMIT);
    try (exchange) {
      boolean found = exchange.getRequestURI().getPath().equals(PATH)
          && exchange.getRequestMethod().equals("GET");
      if (!found) exchange.sendResponseHeaders(404, -1);
      else if (!isAllowed(exchange)) exchange.sendResponseHeaders(401, -1);
      else if (isFull()) exchange.sendResponseHeaders(503, -1);
      else stream(exchange, backlog);
    } catch (IOException | InterruptedException error) {
      System.err.println("client: " + error.getMessage()); // it went away
    } finally {
      leave(backlog);
    }
  }

  static void stream(HttpExchange exchange, BlockingQueue<Event> backlog)
      throws IOException, InterruptedException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", "text/event-stream");
    headers.set("Cache-Control", "no-store");
    headers.set("X-Accel-Buffering", "no"); // nginx would hold events back
    headers.set("Access-Control-Allow-Origin", ORIGIN);
    headers.set("Access-Control-Allow-Credentials", "true");
    headers.set("Vary", "Origin");
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    out.write(": welcome\n\n".getBytes());
    out.flush();
    String after = exchange.getRequestHeaders().getFirst("Last-Event-ID");
    for (Event event : join(backlog, after)) out.write(event.frame());
    out.flush();
    while (true) {
      Event event = backlog.poll(HEARTBEAT_SECONDS, TimeUnit.SECONDS);
      out.write(event == null ? ": still here\n\n".getBytes() : event.frame());
      out.flush();
    }
  }

  /** A timer ends without a word once its task throws. */
  static void tick() {
    try {
      publish(Instant.now().toString()); // your code here
    } catch (RuntimeException error) {
      System.err.println("error: " + error); // the next tick tries again
    }
  }

  public static void main(String[] args) throws IOException {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    HttpServer server = HttpServer.create(new InetSocketAddress(PORT), 0);
    server.setExecutor(Executors.newCachedThreadPool()); // a thread per client
    server.createContext("/", Server::serve);
    server.start();
    Executors.newSingleThreadScheduledExecutor().scheduleAtFixedRate(
        Server::tick, 1, 1, TimeUnit.SECONDS);
    System.err.println("listening on " + PORT);
  }
}
