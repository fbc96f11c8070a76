"""How gunicorn serves the site behind a door that speaks HTTPS."""

bind = "127.0.0.1:8000"
workers = 2
threads = 4
timeout = 120
graceful_timeout = 30
max_requests = 2000
max_requests_jitter = 200
worker_tmp_dir = "/dev/shm"
loglevel = "warning"
