"""The web server in production, behind the buffering proxy: threads never wait for a slow phone."""

import os

bind = f"0.0.0.0:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
preload_app = True
timeout = 60
graceful_timeout = 20
# Longer than the proxy keeps its connections, so that it never writes to one that is being closed.
keepalive = 75
# The root file system is read-only, and heartbeats must not wait for a disk.
worker_tmp_dir = "/dev/shm"  # noqa: S108
control_socket_disable = True
# The request line holds no personal text; the access log stays with the proxy.
accesslog = None
