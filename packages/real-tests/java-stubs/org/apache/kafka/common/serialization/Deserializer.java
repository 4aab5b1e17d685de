package org.apache.kafka.common.serialization;
import java.io.Closeable;
public interface Deserializer<T> extends Closeable {}
