"""Exits with 0 when the web process of this container is ready."""

import os
import sys
import urllib.error
import urllib.request

URL = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}/health/ready"


def is_ready() -> bool:
    host = os.environ["ALLOWED_HOSTS"].split(",")[0]
    request = urllib.request.Request(URL, headers={"Host": host, "X-Forwarded-Proto": "https"})
    try:
        with urllib.request.urlopen(request, timeout=5):  # noqa: S310
            return True
    except OSError as error:
        print(error)
        return False


if __name__ == "__main__":
    sys.exit(0 if is_ready() else 1)
