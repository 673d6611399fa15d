"""The web server in production, behind the buffering proxy: threads never wait for a slow phone.

Whoever has a thread free takes the next request (docs/adr/0025): a process accepts no more connections
than it has threads, and each connection carries one request.
"""

import os

bind = f"0.0.0.0:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
# Two: one works while the other waits for the database. More take turns at one core, and each takes longer.
threads = int(os.environ.get("WEB_THREADS", "2"))
worker_connections = threads
keepalive = 0
preload_app = True
timeout = 60
graceful_timeout = 20
# The root file system is read-only, and heartbeats must not wait for a disk.
worker_tmp_dir = "/dev/shm"  # noqa: S108
control_socket_disable = True
# The request line holds no personal text; the access log stays with the proxy.
accesslog = None
