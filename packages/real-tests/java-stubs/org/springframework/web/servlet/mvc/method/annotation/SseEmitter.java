package org.springframework.web.servlet.mvc.method.annotation;

import java.io.IOException;
import org.springframework.http.MediaType;

public class SseEmitter extends ResponseBodyEmitter {
  public SseEmitter(Long timeout) {
    super(timeout);
  }

  public void send(SseEventBuilder builder) throws IOException {}

  public static SseEventBuilder event() {
    throw new UnsupportedOperationException();
  }

  public interface SseEventBuilder {
    SseEventBuilder id(String id);

    SseEventBuilder comment(String comment);

    SseEventBuilder data(Object object, MediaType mediaType);
  }
}
