/** RabbitMQ as a STOMP broker. */
export const STOMP_PLUGINS = ['rabbitmq_stomp', 'rabbitmq_web_stomp'] as const;
