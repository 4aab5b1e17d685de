// MQTT back end: publishes to a broker, which fans out. Waits for what the
// quality of service promises, bounds what waits, reconnects with backoff.
import java.net.Socket;
import java.net.URI;
import java.security.*;
import java.security.cert.*;
import java.time.Instant;
import java.util.concurrent.*;
import javax.net.ssl.*;
import org.fusesource.mqtt.client.*;

public class Server {
  static final String ENDPOINT = "{{endpoint}}";
  // Without wildcards: those are for subscribers.
  static final String TOPIC = "{{topic}}";
  static final QoS LEVEL = QoS.values()["{{qos}}"];
  static final String CLIENT_ID = "{{client-id}}";

  // At most so many messages wait; the oldest go first.
  static final BlockingDeque<String> waiting = new LinkedBlockingDeque<>(1000);

  static void publish(String payload) {
    while (!waiting.offerLast(payload)) waiting.pollFirst();
  }

  /** The library would take a trusted certificate of any name. */
  static SSLContext byName() throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance("PKIX");
    factory.init((KeyStore) null); // the system's certificate authorities
    var system = (X509ExtendedTrustManager) factory.getTrustManagers()[0];
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new ByName(system)}, null);
    return context;
  }

  static class ByName extends X509ExtendedTrustManager {
    final X509ExtendedTrustManager system;

    ByName(X509ExtendedTrustManager system) { this.system = system; }

    @Override public void checkServerTrusted(
        X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      SSLParameters wanted = engine.getSSLParameters();
      wanted.setEndpointIdentificationAlgorithm("HTTPS");
      engine.setSSLParameters(wanted);
      system.checkServerTrusted(chain, type, engine);
    }

    @Override public void checkServerTrusted(
        X509Certificate[] chain, String type, Socket socket)
        throws CertificateException { throw new CertificateException(); }

    @Override public void checkServerTrusted(
        X509Certificate[] chain, String type)
        throws CertificateException { throw new CertificateException(); }

    @Override public void checkClientTrusted(
        X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException { throw new CertificateException(); }

    @Override public void checkClientTrusted(
        X509Certificate[] chain, String type, Socket socket)
        throws CertificateException { throw new CertificateException(); }

    @Override public void checkClientTrusted(
        X509Certificate[] chain, String type)
        throws CertificateException { throw new CertificateException(); }

    @Override public X509Certificate[] getAcceptedIssuers() {
      return system.getAcceptedIssuers();
    }
  }

  static MQTT configure() throws Exception {
    URI url = URI.create(ENDPOINT);
    boolean secure = url.getScheme().equals("mqtts");
    int port = url.getPort() > 0 ? url.getPort() : secure ? 8883 : 1883;
    MQTT mqtt = new MQTT();
    mqtt.setHost((secure ? "ssl://" : "tcp://") + url.getHost() + ":" + port);
    if (secure) mqtt.setSslContext(byName());
    mqtt.setVersion("3.1.1");
    mqtt.setClientId(CLIENT_ID);
    mqtt.setKeepAlive((short) 30);
    mqtt.setConnectAttemptsMax(0); // the loop below does it, with jitter
    mqtt.setReconnectAttemptsMax(0);
    // Secrets come from the environment, never from the source.
    if (System.getenv("MQTT_USERNAME") != null) {
      mqtt.setUserName(System.getenv("MQTT_USERNAME"));
      mqtt.setPassword(System.getenv("MQTT_PASSWORD"));
    }
    return mqtt;
  }

  /** Returns only by an exception. */
  static void send(BlockingConnection connection) throws Exception {
    connection.connect();
    System.err.println("connected");
    while (true) {
      String payload = waiting.takeFirst();
      try {
        // Retained: who subscribes later gets the latest value at once.
        connection.publish(TOPIC, payload.getBytes("UTF-8"), LEVEL, true);
        System.err.println("delivered to " + TOPIC);
      } catch (Exception error) {
        waiting.offerFirst(payload); // again, on the next connection
        throw error;
      }
    }
  }

  public static void main(String[] args) throws Exception {
    Executors.newSingleThreadScheduledExecutor().scheduleAtFixedRate(
        () -> publish(Instant.now().toString()), // your code here
        0, 1, TimeUnit.SECONDS);
    MQTT mqtt = configure();
    int failures = 0;
    while (true) {
      long started = System.nanoTime();
      BlockingConnection connection = mqtt.blockingConnection();
      try {
        send(connection);
      } catch (Exception error) {
        System.err.println("error: " + error.getMessage());
      }
      connection.kill();
      if (System.nanoTime() - started > 60e9) failures = 0;
      double ceilingMs = Math.min(30_000, 1000 * Math.pow(2, failures++));
      // Jitter: not all clients at once.
      Thread.sleep((long) (ceilingMs * (0.5 + Math.random() / 2)));
    }
  }
}
