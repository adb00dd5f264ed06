"""Another process of the same installation: answers GET paths read from its input, one a line, as JSON."""

import sys

import django

if __name__ == "__main__":
    django.setup()
    from django.test import Client

    client = Client(headers={"Authorization": f"Bearer {sys.argv[1]}", "Host": "localhost"})
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        answer = client.get(f"/api/v1/{line.strip()}")
        sys.stdout.write(f"{answer.status_code} {answer.content.decode()}\n")
        sys.stdout.flush()
