// Server-Sent Events server: replays what a client missed, keeps connections
// open, drops clients that read too slowly. Needs Java 17 and nothing else.
import com.sun.net.httpserver.*;
import java.io.*;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
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

  record Event(long id, byte[] frame) {}

  static final Set<BlockingQueue<Event>> clients = new HashSet<>();
  static final Deque<Event> recent = new ArrayDeque<>();
  // Grows across restarts, so that an old id is never ahead of a new one.
  static long lastId = System.currentTimeMillis();

  static synchronized void publish(String event, String data) {
    StringBuilder frame = new StringBuilder("id: " + ++lastId + "\n");
    frame.append("event: " + event.replaceAll("[\r\n]", " ") + "\n");
    for (String line : data.split("\r\n|\r|\n", -1))
      frame.append("data: " + line + "\n");
    byte[] bytes = (frame + "\n").getBytes(StandardCharsets.UTF_8);
    Event made = new Event(lastId, bytes);
    recent.add(made);
    if (recent.size() > REPLAY_LIMIT) recent.remove();
    clients.removeIf(backlog -> !backlog.offer(made)); // it comes back and asks
  }

  static synchronized List<Event> join(BlockingQueue<Event> me, String after) {
    clients.add(me);
    if (after == null || !after.matches("\\d{1,18}")) return List.of();
    long seen = Long.parseLong(after);
    return recent.stream().filter(event -> event.id() > seen).toList();
  }

  static synchronized boolean has(BlockingQueue<Event> backlog) {
    return clients.contains(backlog);
  }

  static synchronized void leave(BlockingQueue<Event> backlog) {
    clients.remove(backlog);
  }

  static void serve(HttpExchange exchange) throws IOException {
    // Queues are equal by identity, so that each client counts on its own.
    BlockingQueue<Event> backlog = new ArrayBlockingQueue<>(BACKLOG_LIMIT);
    try (exchange) {
      boolean found = exchange.getRequestURI().getPath().equals(PATH)
          && exchange.getRequestMethod().equals("GET");
      if (found) stream(exchange, backlog);
      else exchange.sendResponseHeaders(404, -1);
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
    while (has(backlog)) {
      Event event = backlog.poll(HEARTBEAT_SECONDS, TimeUnit.SECONDS);
      out.write(event == null ? ": still here\n\n".getBytes() : event.frame());
      out.flush();
    }
  }

  public static void main(String[] args) throws IOException {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    HttpServer server = HttpServer.create(new InetSocketAddress(PORT), 0);
    server.setExecutor(Executors.newCachedThreadPool()); // a thread per client
    server.createContext("/", Server::serve);
    server.start();
    Executors.newSingleThreadScheduledExecutor().scheduleAtFixedRate(
        () -> publish("message", Instant.now().toString()), // your code here
        1, 1, TimeUnit.SECONDS);
    System.err.println("listening on " + PORT);
  }
}
