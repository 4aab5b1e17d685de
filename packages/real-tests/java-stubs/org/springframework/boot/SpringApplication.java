package org.springframework.boot;

import java.util.Map;
import org.springframework.context.ConfigurableApplicationContext;

public class SpringApplication {
  public SpringApplication(Class<?>... primarySources) {}

  public void setDefaultProperties(Map<String, Object> defaultProperties) {}

  public ConfigurableApplicationContext run(String... args) {
    throw new UnsupportedOperationException();
  }
}
