// Polling server: answers with the state and its tag; who has it already gets
// 304 and no body. TLS and caches belong in front of it. Needs Java 17 and
// nothing else.
import com.sun.net.httpserver.*;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.*;
import java.time.Instant;
import java.util.*;
import java.util.concurrent.*;

public class Server {
  static final int PORT = "{{port}}";
  static final String PATH = "{{path}}";
  static final String TOKEN = System.getenv("TOKEN"); // none in the source
  // How long a cache in front may answer instead, for everybody.
  static final String CACHING =
      TOKEN == null ? "max-age=1" : "private, no-cache";

  record State(byte[] body, String tag) {}

  static volatile State state = new State("{}".getBytes(), "\"\"");

  static void publish(String json) throws GeneralSecurityException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
    String tag = HexFormat.of().formatHex(hash, 0, 10);
    state = new State(body, '"' + tag + '"'); // the same after a restart
  }

  static boolean isAllowed(Headers headers) {
    String given = headers.getFirst("Authorization");
    return TOKEN == null || given != null && MessageDigest.isEqual(
        given.getBytes(), ("Bearer " + TOKEN).getBytes());
  }

  static boolean isKnown(Headers headers, String tag) {
    String known = Objects.toString(headers.getFirst("If-None-Match"), "");
    return List.of(known.split("\\s*,\\s*")).contains(tag);
  }

  static void serve(HttpExchange exchange) throws IOException {
    Headers given = exchange.getRequestHeaders();
    Headers headers = exchange.getResponseHeaders();
    State now = state;
    try (exchange) {
      if (!exchange.getRequestURI().getPath().equals(PATH)) {
        exchange.sendResponseHeaders(404, -1);
      } else if (!exchange.getRequestMethod().equals("GET")) {
        headers.set("Allow", "GET");
        exchange.sendResponseHeaders(405, -1);
      } else if (!isAllowed(given)) {
        exchange.sendResponseHeaders(401, -1);
      } else {
        headers.set("ETag", now.tag());
        headers.set("Cache-Control", CACHING);
        if (isKnown(given, now.tag())) {
          exchange.sendResponseHeaders(304, -1);
        } else {
          headers.set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, now.body().length);
          exchange.getResponseBody().write(now.body());
        }
      }
    }
  }

  static void tick() {
    try {
      publish("{\"time\":\"" + Instant.now() + "\"}"); // your code here
    } catch (GeneralSecurityException | RuntimeException error) {
      System.err.println("error: " + error); // the next tick tries again
    }
  }

  public static void main(String[] args) throws IOException {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.maxReqTime", "10"); // seconds
    System.setProperty("sun.net.httpserver.maxRspTime", "10");
    HttpServer server = HttpServer.create(new InetSocketAddress(PORT), 0);
    server.setExecutor(Executors.newFixedThreadPool(64));
    server.createContext("/", Server::serve);
    tick();
    server.start();
    Executors.newSingleThreadScheduledExecutor()
        .scheduleAtFixedRate(Server::tick, 5, 5, TimeUnit.SECONDS);
    Runtime.getRuntime().addShutdownHook(
        new Thread(() -> server.stop(1))); // lets open answers end
    System.err.println("listening on " + PORT);
  }
}
