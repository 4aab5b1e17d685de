// Polling client: asks at an interval, transfers nothing while nothing is new,
// backs off while the server is away. What fails in your code comes again with
// the next poll, because its tag is kept only after that.
import java.io.*;
import java.net.URI;
import java.net.http.*;
import java.nio.charset.StandardCharsets;
import java.time.*;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.concurrent.*;

public class Client {
  static final URI ENDPOINT = URI.create("{{endpoint}}");
  static final long INTERVAL_MS = "{{interval}}" * 1000L;
  static final int TIMEOUT_SECONDS = 10;
  static final int MAX_BYTES = 1 << 20;
  static final long LAST_PAUSE_MS = Math.max(INTERVAL_MS, 60_000);

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
  static String tag; // of the state that was handled last
  static long hintMs; // how long the server wants to be left alone

  static void receive(String state) {
    System.out.println(state); // your code here
  }

  /** Seconds or a date; the server may ask for patience, but not for a year. */
  static long retryAfterMs(String hint) {
    try {
      if (hint.matches("[0-9]{1,12}")) return Long.parseLong(hint) * 1000;
      var format = DateTimeFormatter.RFC_1123_DATE_TIME;
      Instant date = format.parse(hint, Instant::from);
      return Duration.between(Instant.now(), date).toMillis();
    } catch (DateTimeParseException error) {
      return 0;
    }
  }

  static void poll() throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(ENDPOINT)
        .timeout(Duration.ofSeconds(TIMEOUT_SECONDS)) // until the headers
        .header("Accept", "application/json");
    String token = System.getenv("TOKEN"); // no secrets in the source
    if (token != null) request.header("Authorization", "Bearer " + token);
    if (tag != null) request.header("If-None-Match", tag);
    HttpResponse<InputStream> response =
        HTTP.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    HttpHeaders headers = response.headers();
    int status = response.statusCode();
    String type = headers.firstValue("Content-Type").orElse("none");
    byte[] state;
    try (InputStream body = response.body()) {
      if (status == 304) return;
      if (status != 200 || !type.startsWith("application/json")) {
        hintMs = headers.firstValue("Retry-After")
            .map(Client::retryAfterMs).orElse(0L);
        throw new IOException("refused: " + status + ", " + type);
      }
      // A body that does not come is not waited for, either.
      Future<?> end = timer.schedule(
          () -> { response.body().close(); return null; },
          TIMEOUT_SECONDS, TimeUnit.SECONDS);
      state = body.readNBytes(MAX_BYTES + 1);
      end.cancel(false);
    }
    if (state.length > MAX_BYTES) throw new IOException("answer too large");
    receive(new String(state, StandardCharsets.UTF_8));
    tag = headers.firstValue("ETag").orElse(null);
  }

  public static void main(String[] args) throws InterruptedException {
    long pauseMs = INTERVAL_MS;
    while (true) {
      try {
        hintMs = 0;
        poll();
        pauseMs = INTERVAL_MS;
      } catch (IOException | RuntimeException error) { // a server's, or yours
        System.err.println("error: " + error);
        pauseMs = Math.min(LAST_PAUSE_MS, Math.max(pauseMs * 2, hintMs));
      }
      // Jitter, so that not all clients ask at once.
      Thread.sleep((long) (pauseMs * (0.75 + Math.random() / 2)));
    }
  }
}
