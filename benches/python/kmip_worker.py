"""PyKMIP's own client, told to make some calls: kmip_worker.py PORT TLS_VERSION PKI ID

Line by line: TASK CALLS on standard input, NANOSECONDS PROCESSOR_NANOSECONDS on standard output, after `ready`.
"""

import logging
import os.path
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from kmip import enums
from kmip.pie.client import ProxyKmipClient

POOL = 8
TLS = {"1.2": "PROTOCOL_TLSv1_2", "1.3": "PROTOCOL_TLS"}
MASKS = [enums.CryptographicUsageMask.ENCRYPT, enums.CryptographicUsageMask.DECRYPT]


class Worker:
    def __init__(self, port, tls_version, pki, identifier):
        self.settings = {
            "hostname": "localhost",
            "port": int(port),
            "cert": os.path.join(pki, "client.pem"),
            "key": os.path.join(pki, "client.key"),
            "ca": os.path.join(pki, "ca.pem"),
            "ssl_version": TLS[tls_version],
            "kmip_version": enums.KMIPVersion.KMIP_1_2,
            "config": "unused",
            "config_file": "/dev/null",
        }
        self.identifier = identifier
        self.clients = [self.open()]
        self.threads = ThreadPoolExecutor(POOL)

    def open(self):
        client = ProxyKmipClient(**self.settings)
        client.open()
        return client

    def get(self, calls, client=None):
        client = client or self.clients[0]
        for _ in range(calls):
            client.get(self.identifier)

    def pool(self, calls):
        while len(self.clients) < POOL:
            self.clients.append(self.open())
        shares = [calls // POOL + (index < calls % POOL) for index in range(POOL)]
        list(self.threads.map(self.get, shares, self.clients))

    def life(self, keys):
        client = self.clients[0]
        for _ in range(keys):
            key = client.create(
                enums.CryptographicAlgorithm.AES, 256, cryptographic_usage_mask=MASKS
            )
            client.activate(key)
            client.get(key)
            client.revoke(enums.RevocationReasonCode.CESSATION_OF_OPERATION, key)
            client.destroy(key)

    def connect(self, connections):
        for _ in range(connections):
            client = self.open()
            client.proxy.discover_versions()
            client.close()


def main():
    logging.disable(logging.CRITICAL)
    worker = Worker(*sys.argv[1:])
    print("ready", flush=True)
    for line in sys.stdin:
        task, count = line.split()
        start, cpu = time.perf_counter_ns(), time.process_time_ns()
        getattr(worker, task)(int(count))
        end, cpu_end = time.perf_counter_ns(), time.process_time_ns()
        print(end - start, cpu_end - cpu, flush=True)


main()
