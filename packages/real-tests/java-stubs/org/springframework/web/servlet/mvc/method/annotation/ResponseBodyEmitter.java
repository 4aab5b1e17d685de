package org.springframework.web.servlet.mvc.method.annotation;

public class ResponseBodyEmitter {
  public ResponseBodyEmitter(Long timeout) {}

  public void complete() {}
}
