import java.net.URI;
import java.net.http.*;

public class Client {
  public static void main(String[] args) throws Exception {
    URI address = URI.create("{{endpoint}}");
    HttpRequest request = HttpRequest.newBuilder(address).build();
    HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.ofLines()).body()
        .filter(line -> line.startsWith("data:"))
        .forEach(System.out::println);
  }
}
