// MQTT client: keeps its session at the broker, reconnects with backoff, takes
// messages no faster than it can handle them.
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.*;
import java.security.cert.*;
import javax.net.ssl.*;
import org.fusesource.mqtt.client.*;

public class Client {
  static final String ENDPOINT = "{{endpoint}}";
  static final String TOPIC = "{{topic}}";
  static final QoS LEVEL = QoS.values()["{{qos}}"];
  // One per device: a second client with the same id throws the first one out.
  static final String CLIENT_ID = "{{client-id}}";
  static final String ONLINE = "clients/" + CLIENT_ID + "/online";
  static final long RECEIVE_BUFFER = 1 << 20; // bytes that may wait here

  /** At QoS 1 a message may come twice; at QoS 2 your effect still may. */
  static void receive(String topic, String payload) {
    System.out.println(topic + " " + payload); // your code here
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
    // Above 0 the broker keeps subscription and messages while we are away.
    mqtt.setCleanSession(LEVEL == QoS.AT_MOST_ONCE);
    mqtt.setKeepAlive((short) 30);
    mqtt.setConnectAttemptsMax(0); // the loop below does it, with jitter
    mqtt.setReconnectAttemptsMax(0);
    mqtt.setWillTopic(ONLINE);
    mqtt.setWillMessage("false");
    mqtt.setWillQos(QoS.AT_LEAST_ONCE);
    mqtt.setWillRetain(true);
    // Secrets come from the environment, never from the source.
    if (System.getenv("MQTT_USERNAME") != null) {
      mqtt.setUserName(System.getenv("MQTT_USERNAME"));
      mqtt.setPassword(System.getenv("MQTT_PASSWORD"));
    }
    return mqtt;
  }

  /** Returns only by an exception. */
  static void consume(BlockingConnection connection) throws Exception {
    connection.setReceiveBuffer(RECEIVE_BUFFER);
    connection.connect();
    Topic[] topics = {new Topic(TOPIC, LEVEL)};
    byte[] granted = connection.subscribe(topics);
    System.err.println(granted[0] < 0 ? "refused: " + TOPIC : "subscribed");
    connection.publish(ONLINE, "true".getBytes(), QoS.AT_LEAST_ONCE, true);
    while (true) {
      Message message = connection.receive();
      byte[] payload = message.getPayload();
      receive(message.getTopic(), new String(payload, StandardCharsets.UTF_8));
      message.ack(); // after your code: what fails before this comes again
    }
  }

  public static void main(String[] args) throws Exception {
    MQTT mqtt = configure();
    int failures = 0;
    while (true) {
      long started = System.nanoTime();
      BlockingConnection connection = mqtt.blockingConnection();
      try {
        consume(connection);
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
