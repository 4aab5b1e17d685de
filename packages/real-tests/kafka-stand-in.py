"""A stand-in for a Kafka cluster: the mock cluster in librdkafka, which has the
protocol of brokers, consumer groups included, and stores in memory. Prints its
address. SIGUSR1 takes the broker down, SIGUSR2 up again."""
import ctypes
import signal

library = ctypes.CDLL('librdkafka.so.1')
for name in ('rd_kafka_conf_new', 'rd_kafka_new', 'rd_kafka_mock_cluster_new'):
    getattr(library, name).restype = ctypes.c_void_p
library.rd_kafka_mock_cluster_bootstraps.restype = ctypes.c_char_p
conf = ctypes.c_void_p(library.rd_kafka_conf_new())
client = ctypes.c_void_p(library.rd_kafka_new(0, conf, None, 0))
cluster = ctypes.c_void_p(library.rd_kafka_mock_cluster_new(client, 1))
for topic in (b'orders', b'orders.failed'):
    library.rd_kafka_mock_topic_create(cluster, topic, 2, 1)
# ListOffsets: from version 4 on, its answer has an epoch of eight bytes, not of
# four, which sarama refuses.
library.rd_kafka_mock_set_apiversion(cluster, 2, 0, 3)
for number, change in (
        (signal.SIGUSR1, library.rd_kafka_mock_broker_set_down),
        (signal.SIGUSR2, library.rd_kafka_mock_broker_set_up)):
    signal.signal(number, lambda *_, change=change: change(cluster, 1))
print(library.rd_kafka_mock_cluster_bootstraps(cluster).decode(), flush=True)
while True:
    signal.pause()
