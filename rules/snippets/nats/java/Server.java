// NATS JetStream publisher: keeps messages in order until the stream has stored
// them, reconnects. The stream drops what it is sent twice within two minutes.
import io.nats.client.*;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.*;
import java.security.cert.*;
import java.time.*;
import java.util.concurrent.*;
import javax.net.ssl.*;

public class Server {
  static final String ENDPOINT = "{{endpoint}}";
  static final String STREAM = "{{stream}}";
  static final String SUBJECTS = "{{subjects}}"; // what the stream stores
  static final String TOPIC = "{{topic}}";
  static final int LARGEST = 1_000_000; // bytes: the server takes no more
  static final int STREAM_NOT_FOUND = 10059;
  static final double FIRST_PAUSE_MS = 1000;
  static final double LAST_PAUSE_MS = 30_000;

  record Entry(String id, byte[] body) {}

  static final BlockingDeque<Entry> waiting = new LinkedBlockingDeque<>(1000);

  /** Tells whether it was taken: there was room, and it is not too large. */
  static boolean publish(String text) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    boolean taken = body.length <= LARGEST
        && waiting.offerLast(new Entry(NUID.nextGlobal(), body));
    if (!taken) System.err.println("dropped: too large, or too many wait");
    return taken;
  }

  static Options options() throws GeneralSecurityException {
    Options.Builder options = new Options.Builder().server(ENDPOINT)
        .connectionTimeout(Duration.ofSeconds(10))
        .pingInterval(Duration.ofSeconds(20))
        .noReconnect(); // the loop in main does
    if (ENDPOINT.startsWith("tls:")) options.sslContext(checkingNames());
    String user = System.getenv("NATS_USERNAME"); // no secrets in the source
    if (user != null) options.userInfo(user, System.getenv("NATS_PASSWORD"));
    return options.build();
  }

  /** An existing stream stays as it is. After a week it forgets a message. */
  static void ensureStream(JetStreamManagement streams)
      throws IOException, JetStreamApiException {
    try {
      streams.getStreamInfo(STREAM);
    } catch (JetStreamApiException error) {
      if (error.getApiErrorCode() != STREAM_NOT_FOUND) throw error;
      streams.addStream(StreamConfiguration.builder().name(STREAM)
          .subjects(SUBJECTS).maxAge(Duration.ofDays(7)).build());
    }
  }

  /** Returns only by an exception. */
  static void send(Connection connection) throws Exception {
    ensureStream(connection.jetStreamManagement());
    JetStream stream = connection.jetStream();
    System.err.println("connected");
    while (connection.getStatus() == Connection.Status.CONNECTED) {
      Entry entry = waiting.peekFirst();
      if (entry == null) {
        Thread.sleep(100);
        continue;
      }
      var options = PublishOptions.builder().messageId(entry.id()).build();
      try {
        stream.publish(TOPIC, entry.body(), options); // waits for the stream
        waiting.pollFirst();
        System.err.println("stored " + TOPIC);
      } catch (IOException | JetStreamApiException error) {
        System.err.println("not delivered, trying again: " + error);
        Thread.sleep(5000);
      }
    }
    throw new IOException("closed: " + connection.getLastError());
  }

  /** A timer ends without a word once its task throws. */
  static void tick() {
    try {
      publish(Instant.now().toString()); // your code here
    } catch (RuntimeException error) {
      System.err.println("error: " + error); // the next tick tries again
    }
  }

  public static void main(String[] args) throws Exception {
    Executors.newSingleThreadScheduledExecutor().scheduleAtFixedRate(
        Server::tick, 0, 1, TimeUnit.SECONDS);
    Runtime.getRuntime().addShutdownHook(new Thread(() ->
        System.err.println(waiting.size() + " messages not stored")));
    Options options = options();
    double pauseMs = FIRST_PAUSE_MS;
    while (true) {
      long started = System.nanoTime();
      Connection connection = null;
      try {
        connection = Nats.connect(options);
        send(connection);
      } catch (Exception error) {
        System.err.println("error: " + error);
      } finally {
        if (connection != null) connection.close();
      }
      boolean lasted = System.nanoTime() - started > LAST_PAUSE_MS * 1e6;
      if (lasted) pauseMs = FIRST_PAUSE_MS;
      // Jitter, so that not all clients come back at once.
      Thread.sleep((long) (pauseMs * (0.5 + Math.random() / 2)));
      pauseMs = Math.min(LAST_PAUSE_MS, pauseMs * 2);
    }
  }

  /** The library checks certificates, but not for whom they were made. */
  static SSLContext checkingNames() throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance("PKIX");
    factory.init((KeyStore) null); // Java's own authorities
    var usual = (X509ExtendedTrustManager) factory.getTrustManagers()[0];
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Names(usual)}, null);
    return context;
  }

  static class Names extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager usual;

    Names(X509ExtendedTrustManager usual) {
      this.usual = usual;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type,
        Socket socket) throws CertificateException {
      SSLSocket secure = (SSLSocket) socket;
      SSLParameters wanted = secure.getSSLParameters();
      wanted.setEndpointIdentificationAlgorithm("HTTPS");
      secure.setSSLParameters(wanted);
      usual.checkServerTrusted(chain, type, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type,
        SSLEngine engine) throws CertificateException {
      throw new CertificateException("not by a socket");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      throw new CertificateException("not by a socket");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type,
        Socket socket) throws CertificateException {
      throw new CertificateException("not a server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type,
        SSLEngine engine) throws CertificateException {
      throw new CertificateException("not a server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      throw new CertificateException("not a server");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return usual.getAcceptedIssuers();
    }
  }
}
