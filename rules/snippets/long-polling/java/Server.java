// Long polling server: holds a request until there is news, and answers with
// what came after the client's place. It keeps the last 1000 messages: who
// stays away for longer misses the older ones. A request that waits takes no
// thread.
import com.google.gson.Gson;
import com.sun.net.httpserver.*;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.*;
import java.util.concurrent.*;

public class Server {
  static final int PORT = "{{port}}";
  static final String PATH = "{{path}}";
  static final String ORIGIN = "{{origin}}"; // whose pages may read
  static final int HOLD_SECONDS = "{{hold}}";
  static final int REPLAY_LIMIT = 1000;
  static final int MAX_MESSAGE = 1 << 19; // clients take answers of twice that
  static final int MAX_ANSWER = 1 << 18; // where it has more than one message
  static final int MAX_PARKED = 10_000;

  record Message(long id, String text) {}
  record Parked(HttpExchange exchange, long after, long since) {}

  static final ExecutorService pool = Executors.newFixedThreadPool(64);
  static final Deque<Message> recent = new ArrayDeque<>();
  static List<Parked> parked = new ArrayList<>();
  // Grows across restarts, so that an old place is never ahead of a new one.
  static long lastId = System.currentTimeMillis();

  static synchronized void publish(Object data) {
    String text = "{\"id\":" + (lastId + 1) + ",\"data\":"
        + new Gson().toJson(data) + "}";
    if (text.getBytes(StandardCharsets.UTF_8).length > MAX_MESSAGE)
      throw new IllegalArgumentException("message too large");
    recent.add(new Message(++lastId, text));
    if (recent.size() > REPLAY_LIMIT) recent.remove();
    for (Parked one : parked) answer(one.exchange(), one.after());
    parked = new ArrayList<>();
  }

  static synchronized void endHolds() {
    long now = System.nanoTime();
    List<Parked> waiting = new ArrayList<>();
    for (Parked one : parked)
      if (now - one.since() < HOLD_SECONDS * 1e9) waiting.add(one);
      else answer(one.exchange(), one.after());
    parked = waiting;
  }

  /** What came after a place; what does not fit is asked for next. */
  static void answer(HttpExchange exchange, long after) {
    StringJoiner texts = new StringJoiner(",");
    long last = after;
    for (Message one : recent) {
      if (one.id() <= after) continue;
      int size = texts.length() + one.text().length();
      if (texts.length() > 0 && size > MAX_ANSWER) break;
      texts.add(one.text());
      last = one.id();
    }
    String body = "{\"after\":" + last + ",\"messages\":[" + texts + "]}";
    pool.execute(() -> send(exchange, 200, body));
  }

  static void send(HttpExchange exchange, int status, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", "application/json");
    headers.set("Cache-Control", "no-store");
    headers.set("Access-Control-Allow-Origin", ORIGIN);
    headers.set("Access-Control-Allow-Credentials", "true");
    headers.set("Vary", "Origin");
    try (exchange) {
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (IOException error) {
      System.err.println("client: " + error.getMessage()); // it went away
    }
  }

  static boolean isAllowed(HttpExchange exchange) {
    String token = System.getenv("TOKEN"); // no secrets in the source
    String given = exchange.getRequestHeaders().getFirst("Authorization");
    return token == null || given != null && MessageDigest.isEqual(
        given.getBytes(), ("Bearer " + token).getBytes());
  }

  static synchronized void serve(HttpExchange exchange) {
    boolean found = exchange.getRequestURI().getPath().equals(PATH)
        && exchange.getRequestMethod().equals("GET");
    String query = Objects.toString(exchange.getRequestURI().getQuery(), "");
    boolean hasPlace = query.matches("after=[1-9]\\d{0,17}");
    long after = hasPlace ? Long.parseLong(query.substring(6)) : 0;
    if (!found) send(exchange, 404, "");
    else if (!isAllowed(exchange)) send(exchange, 401, "");
    else if (parked.size() >= MAX_PARKED) send(exchange, 503, "");
    // Who has no place, or one from elsewhere, is given the present one.
    else if (after == 0 || after > lastId) answer(exchange, lastId);
    else if (after < lastId) answer(exchange, after);
    else parked.add(new Parked(exchange, after, System.nanoTime()));
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
    System.setProperty("sun.net.httpserver.maxReqTime", "10"); // seconds
    String longest = String.valueOf(HOLD_SECONDS + 10); // who does not read
    System.setProperty("sun.net.httpserver.maxRspTime", longest);
    HttpServer server = HttpServer.create(new InetSocketAddress(PORT), 0);
    server.setExecutor(pool);
    server.createContext("/", Server::serve);
    server.start();
    var timer = Executors.newSingleThreadScheduledExecutor();
    timer.scheduleAtFixedRate(Server::endHolds, 1, 1, TimeUnit.SECONDS);
    timer.scheduleAtFixedRate(Server::tick, 1, 1, TimeUnit.SECONDS);
    System.err.println("listening on " + PORT);
  }
}
