// Webhook receiver: checks signature and age of each event, puts it on disk,
// answers, and hands it to your code afterwards. An event that comes again is
// accepted and does nothing. What fails in your code is tried again; after a
// crash your code may see an event twice. Needs Java 17 and nothing else.
import com.sun.net.httpserver.*;
import java.io.*;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.security.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

public class Client {
  static final int PORT = "{{port}}";
  static final String PATH = "{{path}}";
  static final Path INBOX =
      Path.of(Objects.requireNonNullElse(System.getenv("INBOX"), "inbox"));
  static final int MAX_BYTES = 1 << 18;
  static final int MAX_WAITING = 10_000; // events
  static final int MAX_TRIES = 8; // of one event, within two minutes
  static final int TOLERANCE_SECONDS = 300; // clocks differ; older is replayed
  static final long KEPT_MS = 7 * 86_400_000L; // longer than senders try

  static final List<byte[]> keys = new ArrayList<>();
  static final AtomicInteger waiting = new AtomicInteger();
  static final ScheduledExecutorService worker =
      Executors.newSingleThreadScheduledExecutor();

  static void receive(String event) {
    System.out.println(event); // your code here
  }

  static boolean isSigned(Headers headers, byte[] body)
      throws GeneralSecurityException {
    String id = Objects.toString(headers.getFirst("Webhook-Id"), "");
    String time = Objects.toString(headers.getFirst("Webhook-Timestamp"), "");
    String given = Objects.toString(headers.getFirst("Webhook-Signature"), "");
    if (id.isEmpty() || !time.matches("[0-9]{1,12}")) return false;
    long age = System.currentTimeMillis() / 1000 - Long.parseLong(time);
    if (Math.abs(age) > TOLERANCE_SECONDS) return false;
    for (byte[] key : keys) {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      mac.update((id + "." + time + ".").getBytes(StandardCharsets.UTF_8));
      byte[] signature = mac.doFinal(body);
      String wanted = "v1," + Base64.getEncoder().encodeToString(signature);
      for (String one : given.split(" "))
        if (MessageDigest.isEqual(one.getBytes(), wanted.getBytes()))
          return true;
    }
    return false;
  }

  /** Returns once the event is on disk, whole; a second one changes nothing. */
  static void keep(String id, byte[] body)
      throws IOException, GeneralSecurityException {
    byte[] hash = MessageDigest.getInstance("SHA-256")
        .digest(id.getBytes(StandardCharsets.UTF_8));
    Path file = INBOX.resolve(HexFormat.of().formatHex(hash) + ".json");
    Path part = Files.createTempFile(INBOX, "", ".part");
    try {
      Files.write(part, body, StandardOpenOption.SYNC);
      Files.createLink(file, part);
      waiting.incrementAndGet();
      worker.execute(() -> work(file, 1));
    } catch (FileAlreadyExistsException error) {
      return; // it came before
    } finally {
      Files.delete(part);
    }
  }

  static int answer(HttpExchange exchange)
      throws IOException, GeneralSecurityException {
    Headers headers = exchange.getRequestHeaders();
    if (!exchange.getRequestURI().getPath().equals(PATH)) return 404;
    if (!exchange.getRequestMethod().equals("POST")) return 404;
    if (waiting.get() >= MAX_WAITING) return 503;
    byte[] body = exchange.getRequestBody().readNBytes(MAX_BYTES + 1);
    if (body.length > MAX_BYTES) return 413;
    if (!isSigned(headers, body)) return 401;
    keep(headers.getFirst("Webhook-Id"), body);
    return 204;
  }

  static void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      int status = 500;
      try {
        status = answer(exchange);
      } catch (IOException | GeneralSecurityException error) {
        System.err.println("error: " + error); // it went away, or the disk
      }
      exchange.sendResponseHeaders(status, -1);
    }
  }

  static void work(Path file, int tries) {
    try {
      try {
        byte[] event = Files.readAllBytes(file);
        receive(new String(event, StandardCharsets.UTF_8));
      } catch (IOException | RuntimeException error) {
        System.err.println("failed: " + error);
        if (tries < MAX_TRIES) {
          Runnable again = () -> work(file, tries + 1);
          worker.schedule(again, 1L << tries - 1, TimeUnit.SECONDS);
          return;
        }
        Files.copy(file, Path.of(file + ".failed"));
      }
      Files.write(file, new byte[0]); // an empty one has been handled
    } catch (IOException error) { // it waits for the next start
      System.err.println("error: " + error);
    }
    waiting.decrementAndGet();
  }

  /** Forgets events that no sender tries any more; finds those that wait. */
  static List<Path> tidy() throws IOException {
    List<Path> found = new ArrayList<>();
    long old = System.currentTimeMillis() - KEPT_MS;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(INBOX)) {
      for (Path file : files) {
        boolean isOld = Files.getLastModifiedTime(file).toMillis() < old;
        String name = file.toString();
        if (name.endsWith(".json") && Files.size(file) > 0) found.add(file);
        else if (isOld && !name.endsWith(".failed")) Files.delete(file);
      }
    }
    return found;
  }

  static Object tidyDaily() throws IOException {
    worker.schedule(Client::tidyDaily, 1, TimeUnit.DAYS);
    return tidy();
  }

  public static void main(String[] args) throws IOException {
    String secrets = System.getenv("WEBHOOK_SECRET");
    // Separated by a blank where there are two, while you change the secret.
    for (String secret : Objects.toString(secrets, "").split(" "))
      keys.add(Base64.getMimeDecoder().decode(secret.replace("whsec_", "")));
    if (keys.stream().anyMatch(key -> key.length < 24)) {
      System.err.println("set WEBHOOK_SECRET to that of the sender");
      System.exit(1);
    }
    Files.createDirectories(INBOX);
    for (Path file : tidy()) {
      waiting.incrementAndGet();
      worker.execute(() -> work(file, 1));
    }
    worker.schedule(Client::tidyDaily, 1, TimeUnit.DAYS);
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.maxReqTime", "10"); // seconds
    System.setProperty("sun.net.httpserver.maxRspTime", "10");
    HttpServer server = HttpServer.create(new InetSocketAddress(PORT), 0);
    server.setExecutor(Executors.newFixedThreadPool(64));
    server.createContext("/", Client::serve);
    server.start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> server.stop(1)));
    System.err.println("listening on " + PORT);
  }
}
