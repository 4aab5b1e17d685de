package org.springframework.context;

public interface ConfigurableApplicationContext {}
