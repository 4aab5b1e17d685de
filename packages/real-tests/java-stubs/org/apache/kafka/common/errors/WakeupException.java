package org.apache.kafka.common.errors;
import org.apache.kafka.common.KafkaException;
public class WakeupException extends KafkaException {}
