// Long polling client: each answer brings what came after its place, and the
// next request asks at once. It backs off while the server is away. What fails
// in your code is asked for again, a few times, before it is left out.
import com.google.gson.*;
import java.io.*;
import java.net.URI;
import java.net.http.*;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.*;

public class Client {
  static final String ENDPOINT = "{{endpoint}}";
  // The server should answer sooner, be it with nothing.
  static final int PATIENCE_SECONDS = "{{patience}}";
  static final int MAX_BYTES = 1 << 20;
  static final int MAX_TRIES = 6; // of one message
  static final double LEAST_PAUSE_MS = 200; // a burst comes together
  static final double FIRST_PAUSE_MS = 1000;
  static final double LAST_PAUSE_MS = 30_000;

  // Not HTTP/2: on an http address that would ask for an upgrade, which many
  // servers answer with an error.
  static final HttpClient HTTP = HttpClient.newBuilder()
      .version(HttpClient.Version.HTTP_1_1)
      .connectTimeout(Duration.ofSeconds(10)).build();
  static final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(run -> {
        Thread thread = new Thread(run);
        thread.setDaemon(true);
        return thread;
      });
  static long after; // number of the last message that was handled
  static int tries;

  static void receive(String data) {
    System.out.println(data); // your code here
  }

  static void handle(JsonObject message) {
    long id = message.get("id").getAsLong();
    try {
      receive(message.get("data").toString());
    } catch (RuntimeException error) {
      if (++tries < MAX_TRIES) throw error;
      System.err.println("left out: " + id + ", " + error);
    }
    after = id;
    tries = 0;
  }

  /** Returns whether there was anything new. */
  static boolean poll() throws IOException, InterruptedException {
    char joint = ENDPOINT.contains("?") ? '&' : '?';
    URI uri = URI.create(ENDPOINT + joint + "after=" + after);
    HttpRequest.Builder request = HttpRequest.newBuilder(uri)
        .timeout(Duration.ofSeconds(PATIENCE_SECONDS)) // until the headers
        .header("Accept", "application/json");
    String token = System.getenv("TOKEN"); // no secrets in the source
    if (token != null) request.header("Authorization", "Bearer " + token);
    HttpResponse<InputStream> response =
        HTTP.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    String type = response.headers().firstValue("Content-Type").orElse("none");
    byte[] text;
    try (InputStream body = response.body()) {
      if (response.statusCode() != 200 || !type.startsWith("application/json"))
        throw new IOException(
            "refused: " + response.statusCode() + ", " + type);
      // A body that does not come is not waited for, either.
      Future<?> end = timer.schedule(
          () -> { response.body().close(); return null; },
          10, TimeUnit.SECONDS);
      text = body.readNBytes(MAX_BYTES + 1);
      end.cancel(false);
    }
    if (text.length > MAX_BYTES) throw new IOException("answer too large");
    JsonObject answer = JsonParser
        .parseString(new String(text, StandardCharsets.UTF_8))
        .getAsJsonObject();
    long before = after;
    for (JsonElement message : answer.getAsJsonArray("messages"))
      handle(message.getAsJsonObject());
    after = answer.get("after").getAsLong();
    return after != before;
  }

  public static void main(String[] args) throws InterruptedException {
    double pauseMs = LEAST_PAUSE_MS;
    while (true) {
      long started = System.nanoTime();
      boolean isWell = false;
      try {
        // Nothing, and at once: such a server would be asked without a pause.
        isWell = poll() || System.nanoTime() - started > FIRST_PAUSE_MS * 1e6;
      } catch (IOException | RuntimeException error) { // a server's, or yours
        System.err.println("error: " + error);
      }
      double longer = Math.max(FIRST_PAUSE_MS, pauseMs * 2);
      pauseMs = isWell ? LEAST_PAUSE_MS : Math.min(LAST_PAUSE_MS, longer);
      // Jitter, so that not all clients come back at once.
      Thread.sleep((long) (pauseMs * (0.5 + Math.random() / 2)));
    }
  }
}
