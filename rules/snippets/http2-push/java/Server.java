// HTTP/2 server: pushes a style sheet with its page to clients that take it,
// and names it in a Link header for all others. Browsers take no pushes.
import jakarta.servlet.http.*;
import java.io.IOException;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.*;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;

public class Server extends HttpServlet {
  static final int PORT = "{{port}}";
  static final String PATH = "{{path}}";
  static final int MAX_STREAMS = 100; // at once, per connection
  static final int IDLE_MS = 60_000;

  record Resource(String type, String body) {}

  static final Resource PAGE = new Resource("text/html; charset=utf-8",
      "<!doctype html><link rel=\"stylesheet\" href=\"/style.css\"><p>Hello");
  static final Map<String, Resource> PARTS = Map.of(
      "/style.css", new Resource("text/css", "p { color: green }"));

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String token = System.getenv("TOKEN"); // no secrets in the source
    String given = Objects.toString(request.getHeader("Authorization"), "");
    String wanted = "Bearer " + token;
    if (token != null
        && !MessageDigest.isEqual(given.getBytes(), wanted.getBytes())) {
      response.sendError(401);
      return;
    }
    String path = request.getRequestURI();
    Resource found = path.equals(PATH) ? PAGE : PARTS.get(path);
    if (found == null) {
      response.sendError(404);
      return;
    }
    if (found == PAGE) { // your code here: what goes with which page
      PushBuilder push = request.newPushBuilder(); // null: not accepted
      for (String part : PARTS.keySet()) {
        if (push != null) push.path(part).push(); // promised before the page
        else response.addHeader("Link", "<" + part + ">; rel=preload");
      }
    }
    response.setContentType(found.type());
    response.getOutputStream().write(found.body().getBytes());
  }

  static void secure(Connector connector, String certFile, String keyFile) {
    SSLHostConfig tls = new SSLHostConfig();
    var certificate = new SSLHostConfigCertificate(
        tls, SSLHostConfigCertificate.Type.UNDEFINED);
    certificate.setCertificateFile(certFile);
    certificate.setCertificateKeyFile(keyFile);
    tls.addCertificate(certificate);
    connector.addSslHostConfig(tls);
    connector.setProperty("SSLEnabled", "true");
    connector.setSecure(true);
    connector.setScheme("https");
  }

  public static void main(String[] args) throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(Files.createTempDirectory("tomcat").toString());
    tomcat.setPort(PORT);
    Connector connector = tomcat.getConnector();
    Http2Protocol http2 = new Http2Protocol();
    http2.setMaxConcurrentStreams(MAX_STREAMS);
    http2.setKeepAliveTimeout(IDLE_MS);
    connector.addUpgradeProtocol(http2);
    // Browsers speak HTTP/2 over TLS only; two PEM files make it so.
    String certFile = System.getenv("TLS_CERT_FILE");
    if (certFile != null)
      secure(connector, certFile, System.getenv("TLS_KEY_FILE"));
    Context context = tomcat.addContext("", null);
    Tomcat.addServlet(context, "pages", new Server());
    context.addServletMappingDecoded("/", "pages");
    tomcat.start();
    System.err.println("listening on " + PORT);
    tomcat.getServer().await();
  }
}
