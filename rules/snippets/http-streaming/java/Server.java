// HTTP streaming server: a JSON text a line, in an answer that does not end.
// Replays what a client missed, drops clients that read too slowly.
import com.google.gson.Gson;
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
  // Below the 60 s after which many proxies cut an idle connection.
  static final int HEARTBEAT_SECONDS = 15;
  static final int REPLAY_LIMIT = 1000; // kept for clients that come back
  static final int BACKLOG_LIMIT = 256; // messages per client
  static final int MAX_LINE = 1 << 20; // bytes; clients refuse longer ones
  static final int MAX_CLIENTS = 2000; // each has a thread

  record Message(long id, byte[] line) {}

  // What waits for each client, and the thread that writes it.
  static final Map<BlockingQueue<Message>, Thread> clients =
      new IdentityHashMap<>();
  static final Deque<Message> recent = new ArrayDeque<>();
  // Grows across restarts, so that an old number is never ahead of a new one.
  static long lastId = System.currentTimeMillis();

  static synchronized void publish(Object data) {
    String text = "{\"id\":" + ++lastId + ",\"data\":"
        + new Gson().toJson(data) + "}\n";
    byte[] line = text.getBytes(StandardCharsets.UTF_8);
    if (line.length > MAX_LINE)
      throw new IllegalArgumentException("line too long");
    Message made = new Message(lastId, line);
    recent.add(made);
    if (recent.size() > REPLAY_LIMIT) recent.remove();
    clients.forEach((backlog, writer) -> {
      // Too slow: it comes back and asks for what it missed. The interrupt
      // closes a connection whose writer waits for it.
      if (!backlog.offer(made)) writer.interrupt();
    });
  }

  /** What was missed; 0, as from a new client, is no number of a message. */
  static synchronized List<Message> join(
      BlockingQueue<Message> me, long after) {
    clients.put(me, Thread.currentThread());
    if (after == 0) return List.of();
    return recent.stream().filter(message -> message.id() > after).toList();
  }

  static synchronized void leave(BlockingQueue<Message> backlog) {
    clients.remove(backlog);
  }

  static synchronized boolean isFull() {
    return clients.size() >= MAX_CLIENTS;
  }

  static synchronized void endAll() {
    clients.values().forEach(Thread::interrupt);
  }

  static boolean isAllowed(HttpExchange exchange) {
    String token = System.getenv("TOKEN"); // no secrets in the source
    String given = exchange.getRequestHeaders().getFirst("Authorization");
    return token == null || given != null && MessageDigest.isEqual(
        given.getBytes(), ("Bearer " + token).getBytes());
  }

  static void serve(HttpExchange exchange) throws IOException {
    BlockingQueue<Message> backlog = new ArrayBlockingQueue<>(BACKLOG_LIMIT);
    try (exchange) {
      boolean found = exchange.getRequestURI().getPath().equals(PATH)
          && exchange.getRequestMethod().equals("GET");
      if (!found) exchange.sendResponseHeaders(404, -1);
      else if (!isAllowed(exchange)) exchange.sendResponseHeaders(401, -1);
      else if (isFull()) exchange.sendResponseHeaders(503, -1);
      else stream(exchange, backlog);
    } catch (IOException error) {
      System.err.println("client: " + error.getMessage()); // it went away
    } catch (InterruptedException error) {
      System.err.println("client: ended"); // too slow, or this server stops
    } finally {
      leave(backlog);
    }
  }

  static void stream(HttpExchange exchange, BlockingQueue<Message> backlog)
      throws IOException, InterruptedException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", "application/x-ndjson");
    headers.set("Cache-Control", "no-store");
    headers.set("X-Accel-Buffering", "no"); // nginx would hold lines back
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    String query = Objects.toString(exchange.getRequestURI().getQuery(), "");
    boolean hasPlace = query.matches("after=[1-9]\\d{0,17}");
    long after = hasPlace ? Long.parseLong(query.substring(6)) : 0;
    for (Message missed : join(backlog, after)) out.write(missed.line());
    out.write('\n');
    out.flush();
    while (true) {
      Message message = backlog.poll(HEARTBEAT_SECONDS, TimeUnit.SECONDS);
      out.write(message == null ? new byte[] {'\n'} : message.line());
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
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      endAll(); // they come back, with their place
      server.stop(1);
    }));
    System.err.println("listening on " + PORT);
  }
}
