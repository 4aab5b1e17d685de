package org.springframework.http;

import java.nio.charset.Charset;

public class MediaType {
  public static final MediaType TEXT_EVENT_STREAM = new MediaType("text", "event-stream", null);

  public MediaType(String type, String subtype, Charset charset) {}
}
