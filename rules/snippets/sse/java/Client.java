// Server-Sent Events client: resumes after the last event seen, backs off,
// gives up on a silent connection. Needs Java 17 and nothing else.
import java.io.*;
import java.net.URI;
import java.net.http.*;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.*;

public class Client {
  static final String ENDPOINT = "{{endpoint}}";
  static final String EVENT = "{{event}}";
  // The server should send a comment more often than this.
  static final int SILENCE_SECONDS = "{{silence}}";
  static final int MAX_EVENT = 1 << 20; // characters

  static final HttpClient HTTP = HttpClient.newBuilder()
      .connectTimeout(Duration.ofSeconds(10)).build();
  static final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Client::daemon);
  static String lastEventId = "";
  static long retryMs = 1000;
  static int failures;

  static Thread daemon(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    return thread;
  }

  static void receive(String data) {
    System.out.println(data); // your code here
  }

  public static void main(String[] args) throws InterruptedException {
    while (true) {
      try {
        if (!listen()) return;
        System.err.println("stream ended");
      } catch (IOException error) {
        System.err.println("error: " + error.getMessage());
      }
      double ceilingMs = Math.min(30_000, retryMs * Math.pow(2, failures++));
      // Jitter: not all clients at once.
      Thread.sleep((long) (ceilingMs * (0.5 + Math.random() / 2)));
    }
  }

  /** Reads until the stream ends; false when the server has no more to come. */
  static boolean listen() throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(ENDPOINT))
        .timeout(Duration.ofSeconds(SILENCE_SECONDS)) // until the headers
        .header("Accept", "text/event-stream");
    if (!lastEventId.isEmpty()) request.header("Last-Event-ID", lastEventId);
    // Secrets come from the environment, never from the source.
    String token = System.getenv("TOKEN");
    if (token != null) request.header("Authorization", "Bearer " + token);
    HttpResponse<InputStream> response =
        HTTP.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    String type = response.headers().firstValue("Content-Type").orElse("none");
    try (InputStream body = response.body()) {
      if (response.statusCode() == 204) return false;
      if (response.statusCode() != 200 || !type.startsWith("text/event-stream"))
        throw new IOException(response.statusCode() + ", type " + type);
      System.err.println("connected");
      failures = 0;
      read(body);
    }
    return true;
  }

  /** Events as the HTML standard defines them; an empty line ends one. */
  static void read(InputStream body) throws IOException {
    Reader in = new InputStreamReader(body, StandardCharsets.UTF_8);
    String event = "", id = lastEventId;
    StringBuilder data = new StringBuilder();
    for (String line; (line = readLine(in, body)) != null; ) {
      String[] parts = line.split(":", 2);
      String value = parts.length < 2 ? "" : parts[1].replaceFirst("^ ", "");
      if (line.isEmpty()) {
        lastEventId = id;
        boolean ours = EVENT.equals(event.isEmpty() ? "message" : event);
        if (ours && data.length() > 0) receive(data.substring(1));
        event = "";
        data.setLength(0);
      } else if (parts[0].equals("event")) {
        event = value;
      } else if (parts[0].equals("data")) {
        if (data.append('\n').append(value).length() > MAX_EVENT)
          throw new IOException("event too large");
      } else if (parts[0].equals("id") && value.indexOf('\0') < 0) {
        id = value;
      } else if (parts[0].equals("retry") && value.matches("\\d{1,9}")) {
        retryMs = Long.parseLong(value);
      }
    }
  }

  /** The next line, or null at the end; closes the body when nothing comes. */
  static String readLine(Reader in, InputStream body) throws IOException {
    StringBuilder line = new StringBuilder();
    Future<?> watchdog = timer.schedule(() -> {
      System.err.println("nothing for " + SILENCE_SECONDS + " s");
      body.close();
      return null;
    }, SILENCE_SECONDS, TimeUnit.SECONDS);
    try {
      for (int c; (c = in.read()) != '\n'; ) {
        if (c < 0) return null;
        if (line.length() > MAX_EVENT) throw new IOException("line too long");
        if (c != '\r') line.append((char) c);
      }
      return line.toString();
    } finally {
      watchdog.cancel(false);
    }
  }
}
