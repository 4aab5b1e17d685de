// NATS JetStream consumer: acknowledges what is done, gets again later what
// failed, holds few messages at once, reconnects. It may see a message twice,
// and those that failed out of order: check for that.
import io.nats.client.*;
import io.nats.client.api.*;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.*;
import java.security.cert.*;
import java.time.Duration;
import javax.net.ssl.*;

public class Client {
  static final String ENDPOINT = "{{endpoint}}";
  static final String STREAM = "{{stream}}";
  static final String SUBJECTS = "{{subjects}}"; // what the stream stores
  static final String CONSUMER = "{{consumer}}"; // one name shares the work
  static final int PREFETCH = "{{prefetch}}"; // messages held here at once
  static final String FAILED = STREAM + "-failed"; // for a person to look at
  static final int ATTEMPTS = 5;
  static final Duration RETRY_AFTER = Duration.ofSeconds(5);
  // All that are held here have to be done by then.
  static final Duration ACK_WAIT = Duration.ofSeconds(30);
  static final int STREAM_NOT_FOUND = 10059;
  static final double FIRST_PAUSE_MS = 1000;
  static final double LAST_PAUSE_MS = 30_000;

  static void receive(String subject, String body) {
    System.out.println(subject + " " + body); // your code here
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
  static void ensure(JetStreamManagement streams, String name, String subjects)
      throws IOException, JetStreamApiException {
    try {
      streams.getStreamInfo(name);
    } catch (JetStreamApiException error) {
      if (error.getApiErrorCode() != STREAM_NOT_FOUND) throw error;
      streams.addStream(StreamConfiguration.builder().name(name)
          .subjects(subjects).maxAge(Duration.ofDays(7)).build());
    }
  }

  static void settle(JetStream publisher, Message message)
      throws IOException, JetStreamApiException {
    // Counts also the attempts that ended the process.
    long tries = message.metaData().deliveredCount();
    try {
      if (tries > ATTEMPTS) throw new IllegalStateException("tried too often");
      String body = new String(message.getData(), StandardCharsets.UTF_8);
      receive(message.getSubject(), body);
    } catch (RuntimeException error) { // must not end the consumer
      System.err.println("failed: " + error);
      if (tries < ATTEMPTS) {
        message.nakWithDelay(RETRY_AFTER);
        return;
      }
      // The server has it elsewhere before it forgets it here.
      publisher.publish("failed." + message.getSubject(), message.getData());
      System.err.println("moved to " + FAILED);
    }
    message.ack();
  }

  /** Returns only by an exception. */
  static void consume(Connection connection) throws Exception {
    JetStreamManagement streams = connection.jetStreamManagement();
    ensure(streams, STREAM, SUBJECTS);
    ensure(streams, FAILED, "failed." + SUBJECTS);
    var settings = ConsumerConfiguration.builder().durable(CONSUMER)
        .ackPolicy(AckPolicy.Explicit).ackWait(ACK_WAIT)
        .maxAckPending(1000) // more wait to be tried again: no new ones
        .build();
    ConsumerContext consumer = connection.getStreamContext(STREAM)
        .createOrUpdateConsumer(settings);
    var limit = ConsumeOptions.builder().batchSize(PREFETCH).build();
    IterableConsumer messages = consumer.iterate(limit);
    System.err.println("consuming");
    while (connection.getStatus() == Connection.Status.CONNECTED) {
      Message message = messages.nextMessage(Duration.ofSeconds(1));
      if (message != null) settle(connection.jetStream(), message);
    }
    throw new IOException("closed: " + connection.getLastError());
  }

  public static void main(String[] args) throws Exception {
    Options options = options();
    double pauseMs = FIRST_PAUSE_MS;
    while (true) { // a signal ends it: the rest is delivered again
      long started = System.nanoTime();
      Connection connection = null;
      try {
        connection = Nats.connect(options);
        consume(connection);
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
