// Webhook sender: signs each event as Standard Webhooks has it, and keeps it on
// disk until the receiver accepts it, for about four days. Events may come
// twice and in another order. If strangers choose the URL, send through a proxy
// that refuses addresses of your own network.
import com.google.gson.Gson;
import java.io.*;
import java.net.URI;
import java.net.http.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.security.GeneralSecurityException;
import java.time.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

public class Server {
  static final URI ENDPOINT = URI.create("{{endpoint}}");
  static final int TIMEOUT_SECONDS = "{{timeout}}";
  static final Path OUTBOX =
      Path.of(Objects.requireNonNullElse(System.getenv("OUTBOX"), "outbox"));
  static final int MAX_WAITING = 10_000; // events
  static final int MAX_IN_FLIGHT = 10; // requests
  // In seconds, as the standard advises; then the event is set aside.
  static final List<Integer> PAUSES = List.of(
      5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400);

  /** An event in the outbox; due in milliseconds since 1970. */
  record Delivery(String id, String body, int attempts, long due) {
    Path file(String ending) {
      return OUTBOX.resolve(id + ending);
    }
  }

  // Not HTTP/2: on an http address that would ask for an upgrade, which many
  // servers answer with an error.
  static final HttpClient HTTP = HttpClient.newBuilder()
      .version(HttpClient.Version.HTTP_1_1)
      .connectTimeout(Duration.ofSeconds(TIMEOUT_SECONDS)).build();
  static final ScheduledExecutorService senders =
      Executors.newScheduledThreadPool(MAX_IN_FLIGHT);
  static final AtomicInteger waiting = new AtomicInteger();
  static byte[] key;

  static void keep(Delivery one) throws IOException {
    byte[] text = new Gson().toJson(one).getBytes(StandardCharsets.UTF_8);
    Path part = one.file(".new");
    Files.write(part, text, StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE,
        StandardOpenOption.SYNC);
    // Whole, or not at all.
    Files.move(part, one.file(".json"), StandardCopyOption.ATOMIC_MOVE);
  }

  static void schedule(Delivery one) {
    long delayMs = one.due() - System.currentTimeMillis();
    senders.schedule(() -> deliver(one), delayMs, TimeUnit.MILLISECONDS);
  }

  /** Returns once the event is on disk. */
  static void publish(String type, Object data) throws IOException {
    if (waiting.get() >= MAX_WAITING)
      throw new IOException("too many events wait");
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("type", type);
    event.put("timestamp", Instant.now().toString());
    event.put("data", data);
    Delivery one = new Delivery("msg_" + UUID.randomUUID(),
        new Gson().toJson(event), 0, System.currentTimeMillis());
    keep(one);
    waiting.incrementAndGet();
    schedule(one);
  }

  static HttpResponse<InputStream> post(Delivery one)
      throws IOException, InterruptedException, GeneralSecurityException {
    long time = System.currentTimeMillis() / 1000; // is signed, too
    String text = one.id() + "." + time + "." + one.body();
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    byte[] signature = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    HttpRequest request = HttpRequest.newBuilder(ENDPOINT)
        .timeout(Duration.ofSeconds(TIMEOUT_SECONDS))
        .header("Content-Type", "application/json")
        .header("Webhook-Id", one.id())
        .header("Webhook-Timestamp", Long.toString(time))
        .header("Webhook-Signature",
            "v1," + Base64.getEncoder().encodeToString(signature))
        .POST(HttpRequest.BodyPublishers.ofString(one.body())).build();
    HttpResponse<InputStream> response =
        HTTP.send(request, HttpResponse.BodyHandlers.ofInputStream());
    response.body().close(); // only its head counts
    return response;
  }

  static void attempt(Delivery one)
      throws IOException, InterruptedException, GeneralSecurityException {
    int attempts = one.attempts() + 1;
    int seconds = attempts > PAUSES.size() ? 0 : PAUSES.get(attempts - 1);
    String said;
    try {
      HttpResponse<?> response = post(one);
      int status = response.statusCode();
      said = "status " + status; // a redirect is none of the good ones
      if (status / 100 == 2) {
        System.out.println("accepted: " + one.id());
        Files.delete(one.file(".json"));
        waiting.decrementAndGet();
        return;
      }
      String hint = response.headers().firstValue("Retry-After").orElse("");
      if (seconds > 0 && hint.matches("[0-9]{1,9}"))
        seconds = Math.min(86_400, Math.max(seconds, Integer.parseInt(hint)));
      if (status == 410) seconds = 0; // it wants no more
    } catch (IOException error) {
      said = error.toString();
    }
    System.err.printf("attempt %d for %s: %s%n", attempts, one.id(), said);
    if (seconds == 0) {
      Files.move(one.file(".json"), one.file(".failed"));
      waiting.decrementAndGet();
      return;
    }
    double pauseMs = seconds * (750 + Math.random() * 500); // jitter
    long due = System.currentTimeMillis() + (long) pauseMs;
    Delivery next = new Delivery(one.id(), one.body(), attempts, due);
    schedule(next); // also where the disk is full
    keep(next);
  }

  static void deliver(Delivery one) {
    try {
      attempt(one);
    } catch (Exception error) { // the disk's
      System.err.println("error: " + error);
    }
  }

  static void tick() {
    try {
      publish("tick", System.currentTimeMillis()); // your code here
    } catch (IOException | RuntimeException error) { // the disk's, or yours
      System.err.println("error: " + error);
    }
  }

  public static void main(String[] args) throws IOException {
    String secrets = System.getenv("WEBHOOK_SECRET");
    String secret = Objects.toString(secrets, "").split(" ")[0];
    key = Base64.getMimeDecoder().decode(secret.replace("whsec_", ""));
    if (key.length < 24) {
      System.err.println(
          "set WEBHOOK_SECRET, made by: openssl rand -base64 32");
      System.exit(1);
    }
    Files.createDirectories(OUTBOX);
    try (var files = Files.newDirectoryStream(OUTBOX, "*.json")) {
      for (Path file : files) {
        Delivery one =
            new Gson().fromJson(Files.readString(file), Delivery.class);
        waiting.incrementAndGet();
        schedule(one);
      }
    }
    Executors.newSingleThreadScheduledExecutor()
        .scheduleAtFixedRate(Server::tick, 2, 2, TimeUnit.SECONDS);
  }
}
