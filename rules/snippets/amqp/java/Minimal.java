import com.rabbitmq.client.*;

public class Client {
  public static void main(String[] args) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri("{{endpoint}}");
    Channel channel = factory.newConnection().createChannel();
    channel.queueDeclare("{{queue}}", true, false, false, null);
    channel.basicConsume("{{queue}}", false, (tag, message) -> {
      System.out.println(new String(message.getBody()));
      channel.basicAck(message.getEnvelope().getDeliveryTag(), false);
    }, tag -> System.err.println("cancelled"));
  }
}
