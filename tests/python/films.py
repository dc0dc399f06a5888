"""Drives a Kinto server, or a gateway in front of it, through Kinto's own client.

    films.py URL load FILE        writes the film records in batches, prints "loaded N" as it goes
    films.py URL get ID           prints one record
    films.py URL list [P=V ...]   prints the records that match these query parameters
    films.py URL put ID JSON      writes one record

A refusal is printed as {"status": 503, "body": ...}, and the exit status is 3.
For https the authority's certificate is named by REQUESTS_CA_BUNDLE.
"""

import json
import logging
import sys

from kinto_http import Client
from kinto_http.exceptions import KintoException
from kinto_http.session import create_session

BUCKET = "demo"
COLLECTION = "films"
# Kinto's own maximum of requests in a batch.
BATCH_MAX = 25


def load(client, path):
    client.create_bucket(if_not_exists=True)
    client.create_collection(if_not_exists=True)
    with open(path, encoding="utf-8") as file:
        films = json.load(file)
    for start in range(0, len(films), BATCH_MAX):
        with client.batch() as batch:
            for number, film in enumerate(films[start : start + BATCH_MAX], start):
                batch.create_record(id=f"film-{number}", data=film, safe=False)
        print("loaded", min(start + BATCH_MAX, len(films)), flush=True)


def main():
    url, operation, *rest = sys.argv[1:]
    # It would log a line for each record.
    logging.getLogger("kinto_http").setLevel(logging.CRITICAL)
    # Without retries: the caller wants to see each answer.
    session = create_session(server_url=f"{url}/v1", auth=("demo", "demo"), retry=0, timeout=60)
    client = Client(session=session, bucket=BUCKET, collection=COLLECTION)
    try:
        if operation == "load":
            load(client, rest[0])
        elif operation == "get":
            print(json.dumps(client.get_record(id=rest[0])["data"]))
        elif operation == "list":
            print(json.dumps(client.get_records(**dict(pair.split("=", 1) for pair in rest))))
        elif operation == "put":
            print(json.dumps(client.update_record(id=rest[0], data=json.loads(rest[1]))["data"]))
        else:
            sys.exit(f"unknown operation: {operation}")
    except KintoException as refusal:
        if refusal.response is None:
            raise
        print(json.dumps({"status": refusal.response.status_code, "body": refusal.response.text}))
        sys.exit(3)


main()
