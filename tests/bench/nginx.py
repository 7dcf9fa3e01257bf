"""nginx as docs/nginx.conf describes it, with paths of our own, on loopback. Needs Debian's nginx."""

import os
import pwd
import re
import subprocess
from pathlib import Path

import psutil

from lms.ui.assets import STATIC
from tests.kit.site import free_port
from tests.kit.waiting import until_open

EXAMPLE = Path(__file__).parents[2] / "docs" / "nginx.conf"
REMEMBERING = re.compile(r"^( *)#: ", re.MULTILINE)
AROUND = """\
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
{user}
events {{ worker_connections 4096; }}
http {{
    include /etc/nginx/mime.types;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    keepalive_requests 1000000;
{example}
    server {{
        listen 127.0.0.1:{plain};
        access_log off;
        sendfile on;
        tcp_nopush on;
        root {media};
    }}
}}
"""


class Nginx:
    """In front of the app at `url`; the bare media folder, which is the reference for segments, at `plain_url`.

    `remembers` takes the lines of the example in that let it remember what the app said."""

    def __init__(self, folder: Path, app_port: int, media: Path, *, remembers: bool = False) -> None:
        folder.mkdir(parents=True)
        front, plain = free_port(), free_port()
        self.url, self.plain_url = f"http://127.0.0.1:{front}", f"http://127.0.0.1:{plain}"
        user = f"user {pwd.getpwuid(0).pw_name};" if os.geteuid() == 0 else ""
        text = EXAMPLE.read_text()
        example = _our_paths(REMEMBERING.sub(r"\1", text) if remembers else text, folder, front, app_port, media)
        config = folder / "nginx.conf"
        config.write_text(AROUND.format(folder=folder, user=user, example=example, plain=plain, media=media))
        words = ["nginx", "-e", str(folder / "error.log"), "-c", str(config)]
        self.process = subprocess.Popen(words, stderr=subprocess.DEVNULL)
        until_open(front, self.process)

    def cpu_s(self) -> float:
        """Processor seconds of the master and its workers so far."""
        return float(sum(sum(each.cpu_times()[:2]) for each in psutil.Process(self.process.pid).children()))

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)


def _our_paths(example: str, folder: Path, port: int, app_port: int, media: Path) -> str:
    """Each place that an operator has to change, changed; one that is missing is a fault of the example."""
    changes = {
        r"listen 80;": f"listen 127.0.0.1:{free_port()};",
        r"listen 443 ssl;": f"listen 127.0.0.1:{port};",
        r"ssl_certificate(_key)? [^;]+;\n": "",
        r"127\.0\.0\.1:8000": f"127.0.0.1:{app_port}",
        r"/var/log/nginx/": f"{folder}/",
        r"/var/cache/nginx/": f"{folder}/cache-",
        r"/srv/attune/media/": f"{media}/",
        r"/srv/attune/venv/[^;]+/static/": f"{STATIC}/",
    }
    for pattern, ours in changes.items():
        example, count = re.subn(pattern, ours, example)
        if not count:
            raise LookupError(f"docs/nginx.conf has no {pattern} to change")
    return example
