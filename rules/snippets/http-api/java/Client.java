// HTTP client: each attempt has a timeout, each call a deadline, and what may
// pass is tried again with growing pauses. The idempotency key stays the same,
// so that nothing is done twice.
import com.google.gson.*;
import java.io.*;
import java.net.URI;
import java.net.http.*;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.*;
import java.util.concurrent.*;

public class Client {
  static final URI ENDPOINT = URI.create("{{endpoint}}");
  static final int TIMEOUT_SECONDS = "{{timeout}}"; // of one attempt
  // Of a call with all its attempts.
  static final int DEADLINE_SECONDS = "{{deadline}}";
  static final int MAX_BYTES = 1 << 20;
  static final double FIRST_PAUSE_MS = 500;
  static final double LAST_PAUSE_MS = 15_000;
  // 409: the first attempt is still at work.
  static final Set<Integer> PASSING =
      Set.of(408, 409, 425, 429, 500, 502, 503, 504);

  /** To go on makes no sense. */
  static class Refused extends IOException {
    Refused(String message) { super(message); }
  }

  static class Passing extends IOException {
    final double hintMs;

    Passing(String message, double hintMs) {
      super(message);
      this.hintMs = hintMs;
    }
  }

  // Not HTTP/2: on an http address that would ask for an upgrade, which many
  // servers answer with an error.
  static final HttpClient HTTP = HttpClient.newBuilder()
      .version(HttpClient.Version.HTTP_1_1)
      .connectTimeout(Duration.ofSeconds(TIMEOUT_SECONDS)).build();
  static final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(run -> {
        Thread thread = new Thread(run);
        thread.setDaemon(true);
        return thread;
      });

  static void receive(JsonElement answer) {
    System.out.println(answer); // your code here
  }

  static JsonElement attempt(String text, String key)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(ENDPOINT)
        .timeout(Duration.ofSeconds(TIMEOUT_SECONDS)) // until the headers
        .header("Accept", "application/json")
        .header("Content-Type", "application/json")
        .header("Idempotency-Key", key)
        .POST(HttpRequest.BodyPublishers.ofString(text));
    String token = System.getenv("TOKEN"); // no secrets in the source
    if (token != null) request.header("Authorization", "Bearer " + token);
    HttpResponse<InputStream> response =
        HTTP.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    int status = response.statusCode();
    HttpHeaders headers = response.headers();
    String type = headers.firstValue("Content-Type").orElse("none");
    // A body that does not come is not waited for, either.
    Future<?> end = timer.schedule(
        () -> { response.body().close(); return null; },
        TIMEOUT_SECONDS, TimeUnit.SECONDS);
    try (InputStream body = response.body()) {
      String refusal = "refused: " + status + ", " + type;
      if (PASSING.contains(status)) {
        String hint = headers.firstValue("Retry-After").orElse("");
        boolean isHint = hint.matches("[0-9]{1,9}"); // seconds
        throw new Passing(refusal, isHint ? Integer.parseInt(hint) * 1e3 : 0);
      }
      if (status / 100 != 2 || !type.startsWith("application/json"))
        throw new Refused(refusal);
      byte[] answer = body.readNBytes(MAX_BYTES + 1);
      if (answer.length > MAX_BYTES) throw new Refused("answer too large");
      return JsonParser.parseString(new String(answer, StandardCharsets.UTF_8));
    } catch (JsonParseException error) {
      throw new Refused("no JSON: " + error.getMessage());
    } finally {
      end.cancel(false);
    }
  }

  /**
   * Keep the key beside the order, where a crash must not lose it.
   *
   * @throws Refused when it makes no sense to go on; after another error it may
   *     have worked: with the same key you can call again
   */
  static JsonElement send(Object order, String key)
      throws IOException, InterruptedException {
    String text = new Gson().toJson(order);
    long started = System.nanoTime();
    for (double pauseMs = FIRST_PAUSE_MS; ; pauseMs *= 2) {
      // Jitter, so that not all clients come back at once.
      double jitter = 0.5 + Math.random() / 2;
      double delayMs = jitter * Math.min(LAST_PAUSE_MS, pauseMs);
      try {
        return attempt(text, key);
      } catch (Refused error) {
        throw error;
      } catch (IOException error) {
        if (error instanceof Passing passing)
          delayMs = Math.max(delayMs, passing.hintMs);
        double tookMs = (System.nanoTime() - started) / 1e6;
        if (tookMs + delayMs > DEADLINE_SECONDS * 1e3) throw error;
        System.err.printf("%s; again in %.0f ms%n", error, delayMs);
      }
      Thread.sleep((long) delayMs);
    }
  }

  public static void main(String[] args) throws InterruptedException {
    for (int amount = 1; ; amount++) {
      try {
        Map<String, Integer> order = Map.of("amount", amount);
        receive(send(order, UUID.randomUUID().toString()));
      } catch (IOException | RuntimeException error) { // a server's, or yours
        System.err.println("failed: " + error);
      }
      Thread.sleep(2000);
    }
  }
}
