// HLS server: ffmpeg cuts live video into segments, and this hands them out
// with what caches need: a segment never changes, the playlist does all the
// time. Many viewers need a CDN in front, which may show the TOKEN.
import com.sun.net.httpserver.*;
import java.io.*;
import java.net.InetSocketAddress;
import java.nio.file.*;
import java.security.MessageDigest;
import java.util.*;
import java.util.concurrent.*;

public class Server {
  static final int PORT = "{{port}}";
  static final String PATH = "{{path}}";
  static final String ORIGIN = "{{origin}}"; // whose pages may play
  static final int SECONDS = "{{segment}}"; // players are three of them behind
  static final Path FOLDER = Path.of("segments");
  static final Path PLAYLIST = FOLDER.resolve("index.m3u8");
  static final String LIMIT_SECONDS = "20"; // who takes longer cannot follow
  static final long FIRST_PAUSE_MS = 1000;
  static final long LAST_PAUSE_MS = 30_000;

  // Your code here: a camera.
  static final String INPUT = "-re -f lavfi -i testsrc2=size=640x360"
      + " -f lavfi -i sine=frequency=440";
  // Numbers grow across restarts and files appear whole, because caches keep
  // them. Segments leave the disk a while after they have left the playlist.
  static final String[] FFMPEG = """
      ffmpeg -v error -nostdin %1$s
      -c:v libx264 -preset veryfast -pix_fmt yuv420p -c:a aac
      -force_key_frames expr:gte(t,n_forced*%2$d)
      -f hls -hls_time %2$d -hls_list_size 6 -hls_delete_threshold 6
      -hls_flags delete_segments+append_list+omit_endlist+temp_file
      -hls_start_number_source epoch -hls_segment_filename %3$s/%%d.ts
      %4$s""".formatted(INPUT, SECONDS, FOLDER, PLAYLIST).split("\\s+");

  record Kind(String type, String caching) {}

  static final Map<String, Kind> KINDS = Map.of(
      // A cache may answer for half a segment; no player falls behind by that.
      "m3u8", new Kind("application/vnd.apple.mpegurl",
          "public, max-age=" + (SECONDS + 1) / 2),
      "ts", new Kind("video/mp2t", "public, max-age=86400, immutable"));

  static volatile boolean isStopping;

  static void keepSegmenting() throws InterruptedException {
    long pauseMs = FIRST_PAUSE_MS;
    while (!isStopping) {
      long begunAt = System.currentTimeMillis();
      String how;
      try {
        how = "status " + segment(begunAt);
      } catch (IOException error) { // as where ffmpeg is not installed
        how = error.getMessage();
      }
      boolean hasRun = System.currentTimeMillis() - begunAt > LAST_PAUSE_MS;
      if (hasRun) pauseMs = FIRST_PAUSE_MS;
      if (!isStopping)
        System.err.printf("ffmpeg ended (%s); again in %d ms%n", how, pauseMs);
      Thread.sleep(pauseMs);
      pauseMs = Math.min(LAST_PAUSE_MS, pauseMs * 2);
    }
  }

  static int segment(long begunAt) throws IOException, InterruptedException {
    Process ffmpeg = new ProcessBuilder(FFMPEG).inheritIO().start();
    while (!ffmpeg.waitFor(5, TimeUnit.SECONDS)) {
      long lastAt = Math.max(begunAt, PLAYLIST.toFile().lastModified());
      // A camera that hangs leaves ffmpeg waiting.
      if (System.currentTimeMillis() - lastAt > SECONDS * 10_000L)
        ffmpeg.destroyForcibly();
    }
    return ffmpeg.exitValue();
  }

  static boolean isAllowed(Headers headers) {
    String token = System.getenv("TOKEN"); // no secrets in the source
    String given = headers.getFirst("Authorization");
    return token == null || given != null && MessageDigest.isEqual(
        given.getBytes(), ("Bearer " + token).getBytes());
  }

  static void serve(HttpExchange exchange) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Access-Control-Allow-Origin", ORIGIN);
    headers.set("Cache-Control", "max-age=1"); // of what is not there yet
    String path = exchange.getRequestURI().getPath();
    String name = path.startsWith(PATH + "/")
        ? path.substring(PATH.length() + 1) : "";
    try (exchange) {
      if (!isAllowed(exchange.getRequestHeaders()))
        exchange.sendResponseHeaders(401, -1);
      else if (!Set.of("GET", "HEAD").contains(exchange.getRequestMethod()))
        exchange.sendResponseHeaders(405, -1);
      else if (!name.matches("\\w+\\.(m3u8|ts)"))
        exchange.sendResponseHeaders(404, -1);
      else sendFile(exchange, name);
    }
  }

  static void sendFile(HttpExchange exchange, String name) throws IOException {
    try (var file = new FileInputStream(FOLDER.resolve(name).toFile())) {
      long size = file.getChannel().size();
      Kind kind = KINDS.get(name.substring(name.indexOf('.') + 1));
      Headers headers = exchange.getResponseHeaders();
      headers.set("Content-Type", kind.type());
      headers.set("Cache-Control", kind.caching());
      if (exchange.getRequestMethod().equals("HEAD")) {
        headers.set("Content-Length", Long.toString(size));
        exchange.sendResponseHeaders(200, -1);
      } else {
        exchange.sendResponseHeaders(200, size);
        file.transferTo(exchange.getResponseBody());
      }
    } catch (FileNotFoundException error) {
      exchange.sendResponseHeaders(404, -1);
    }
  }

  static void shutDown(HttpServer server) {
    isStopping = true;
    server.stop(1); // lets open answers end
    ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);
  }

  public static void main(String[] args) throws Exception {
    Files.createDirectories(FOLDER);
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("jdk.httpserver.maxConnections", "2000");
    System.setProperty("sun.net.httpserver.maxReqTime", "10"); // seconds
    System.setProperty("sun.net.httpserver.maxRspTime", LIMIT_SECONDS);
    HttpServer server = HttpServer.create(new InetSocketAddress(PORT), 0);
    server.setExecutor(Executors.newCachedThreadPool()); // a thread per answer
    server.createContext("/", Server::serve);
    server.start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> shutDown(server)));
    System.err.println("listening on " + PORT);
    keepSegmenting();
  }
}
