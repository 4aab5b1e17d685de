// HTTP streaming client: one request, whose answer is a JSON text a line and
// does not end. It resumes after the last number that was handled, backs off,
// and gives up on a silent connection.
import com.google.gson.*;
import java.io.*;
import java.net.URI;
import java.net.http.*;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.*;

public class Client {
  static final String ENDPOINT = "{{endpoint}}";
  // The server should send an empty line more often than this.
  static final int SILENCE_SECONDS = "{{silence}}";
  static final int MAX_LINE = 1 << 20; // bytes
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
  static volatile long heardAt;
  static volatile boolean isHandling;

  static void receive(String data) {
    System.out.println(data); // your code here
  }

  static void handle(String line) {
    if (line.isBlank()) return; // shows that the server lives
    JsonObject message = JsonParser.parseString(line).getAsJsonObject();
    long id = message.get("id").getAsLong();
    try {
      receive(message.get("data").toString());
    } catch (RuntimeException error) { // what fails is reported and skipped
      System.err.println("failed: " + id + ", " + error);
    }
    after = id;
  }

  /** Closes the body when nothing comes; your code may take its time. */
  static void watch(InputStream body) {
    long silentFor = System.nanoTime() - heardAt;
    if (isHandling || silentFor < SILENCE_SECONDS * 1e9) return;
    try {
      body.close();
    } catch (IOException error) {
      System.err.println("error: " + error);
    }
  }

  static String readLine(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int c; (c = in.read()) != '\n'; line.write(c)) {
      if (c < 0) throw new EOFException("stream ended");
      if (line.size() >= MAX_LINE) throw new IOException("line too long");
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  static void follow() throws IOException, InterruptedException {
    char joint = ENDPOINT.contains("?") ? '&' : '?';
    URI uri = URI.create(ENDPOINT + joint + "after=" + after);
    HttpRequest.Builder request = HttpRequest.newBuilder(uri)
        .timeout(Duration.ofSeconds(SILENCE_SECONDS)) // until the headers
        .header("Accept", "application/x-ndjson");
    String token = System.getenv("TOKEN"); // no secrets in the source
    if (token != null) request.header("Authorization", "Bearer " + token);
    HttpResponse<InputStream> response =
        HTTP.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    int status = response.statusCode();
    String type = response.headers().firstValue("Content-Type").orElse("none");
    heardAt = System.nanoTime();
    InputStream in = response.body();
    Future<?> watchdog = timer.scheduleAtFixedRate(
        () -> watch(in), 200, 200, TimeUnit.MILLISECONDS);
    try (InputStream body = new BufferedInputStream(in)) {
      if (status != 200 || !type.startsWith("application/x-ndjson"))
        throw new IOException("refused: " + status + ", " + type);
      System.err.println("connected");
      while (true) {
        String line = readLine(body);
        isHandling = true;
        handle(line);
        heardAt = System.nanoTime();
        isHandling = false;
      }
    } finally {
      watchdog.cancel(false);
      isHandling = false;
    }
  }

  public static void main(String[] args) throws InterruptedException {
    double pauseMs = FIRST_PAUSE_MS;
    while (true) {
      long started = System.nanoTime();
      try {
        follow();
      } catch (IOException | RuntimeException error) {
        System.err.println("error: " + error.getMessage());
      }
      boolean lasted = System.nanoTime() - started > LAST_PAUSE_MS * 1e6;
      if (lasted) pauseMs = FIRST_PAUSE_MS;
      // Jitter, so that not all clients come back at once.
      Thread.sleep((long) (pauseMs * (0.5 + Math.random() / 2)));
      pauseMs = Math.min(LAST_PAUSE_MS, pauseMs * 2);
    }
  }
}
