// HTTP server: does what a request asks for once, however often it comes, by
// its idempotency key. The keys of a day are in memory, which a restart clears:
// keep them in your database instead, in the transaction of the order.
import com.google.gson.*;
import com.sun.net.httpserver.*;
import java.io.*;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.*;
import java.util.*;
import java.util.concurrent.Executors;

public class Server {
  static final int PORT = "{{port}}";
  static final String PATH = "{{path}}";
  static final String ORIGIN = "{{origin}}"; // whose pages may send
  static final int MAX_BYTES = 1 << 16;
  static final int MAX_KEYS = 100_000;
  static final long KEPT_MS = 86_400_000;

  /** What came with a key; without an answer while it is at work. */
  record Done(String hash, long atMs, String answer) {}
  record Answer(int status, String text) {}

  static final Map<String, Done> known = new LinkedHashMap<>(); // oldest first

  static Object work(JsonElement order) {
    String id = UUID.randomUUID().toString();
    return Map.of("id", id, "order", order); // your code here
  }

  /** The answer to one that is not the first with its key; or null. */
  static synchronized Answer begin(String key, String hash) {
    long now = System.currentTimeMillis();
    Done done = known.get(key);
    if (done != null) {
      if (!done.hash().equals(hash))
        return new Answer(422, "{\"error\":\"key of another\"}");
      boolean isAtWork = done.answer() == null;
      return isAtWork ? new Answer(409, "{}") : new Answer(200, done.answer());
    }
    var oldest = known.values().iterator();
    while (oldest.hasNext() && oldest.next().atMs() < now - KEPT_MS)
      oldest.remove();
    if (known.size() >= MAX_KEYS) return new Answer(503, "{}");
    known.put(key, new Done(hash, now, null));
    return null;
  }

  static synchronized void end(String key, String answer) {
    // Where nothing was done, it may come again.
    if (answer == null) known.remove(key);
    else known.computeIfPresent(key, (same, done) ->
        new Done(done.hash(), done.atMs(), answer));
  }

  static String hash(byte[] body) {
    try {
      var sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(body));
    } catch (NoSuchAlgorithmException error) {
      throw new IllegalStateException(error); // every Java has it
    }
  }

  static Answer answer(String key, byte[] body) {
    Answer before = begin(key, hash(body));
    if (before != null) return before;
    String answer = null;
    try {
      String text = new String(body, StandardCharsets.UTF_8);
      answer = new Gson().toJson(work(JsonParser.parseString(text)));
      return new Answer(201, answer);
    } catch (JsonParseException | StackOverflowError error) { // or too deep
      return new Answer(400, "{\"error\":\"no JSON\"}");
    } catch (RuntimeException error) {
      System.err.println("failed: " + error);
      return new Answer(500, "{}");
    } finally {
      end(key, answer);
    }
  }

  static boolean isAllowed(Headers headers) {
    String token = System.getenv("TOKEN"); // no secrets in the source
    String given = headers.getFirst("Authorization");
    return token == null || given != null && MessageDigest.isEqual(
        given.getBytes(), ("Bearer " + token).getBytes());
  }

  static Answer accept(HttpExchange exchange) throws IOException {
    Headers headers = exchange.getRequestHeaders();
    if (!exchange.getRequestURI().getPath().equals(PATH))
      return new Answer(404, "{}");
    if (exchange.getRequestMethod().equals("OPTIONS")) // a page asks first
      return new Answer(200, "{}");
    if (!exchange.getRequestMethod().equals("POST"))
      return new Answer(405, "{}");
    if (!isAllowed(headers)) return new Answer(401, "{}");
    String key = Objects.toString(headers.getFirst("Idempotency-Key"), "");
    if (!key.matches("[!-~]{8,200}")) return new Answer(400, "{}");
    byte[] body = exchange.getRequestBody().readNBytes(MAX_BYTES + 1);
    if (body.length > MAX_BYTES) return new Answer(413, "{}");
    return answer(key, body);
  }

  static void serve(HttpExchange exchange) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Access-Control-Allow-Origin", ORIGIN);
    headers.set("Access-Control-Allow-Headers",
        "authorization, content-type, idempotency-key");
    headers.set("Access-Control-Max-Age", "600");
    headers.set("Vary", "Origin");
    headers.set("Cache-Control", "no-store");
    headers.set("Content-Type", "application/json");
    try (exchange) {
      Answer answer = accept(exchange);
      byte[] bytes = answer.text().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  public static void main(String[] args) throws IOException {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.maxReqTime", "10"); // seconds
    System.setProperty("sun.net.httpserver.maxRspTime", "60");
    HttpServer server = HttpServer.create(new InetSocketAddress(PORT), 0);
    server.setExecutor(Executors.newFixedThreadPool(64));
    server.createContext("/", Server::serve);
    server.start();
    Runtime.getRuntime().addShutdownHook(
        new Thread(() -> server.stop(1))); // lets what is under way end
    System.err.println("listening on " + PORT);
  }
}
