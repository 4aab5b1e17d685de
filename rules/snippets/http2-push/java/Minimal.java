import java.net.URI;
import java.net.http.*;

public class Client {
  public static void main(String[] args) throws Exception {
    URI address = URI.create("{{endpoint}}" + "{{path}}");
    HttpRequest request = HttpRequest.newBuilder(address).build();
    HttpClient client = HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_2).build();
    System.out.println(
        client.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }
}
