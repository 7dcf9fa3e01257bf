"""Programs that tests need and pip doesn't bring, from Debian's packages where that is possible."""

import os
import shutil
import subprocess


def install(*packages: str) -> None:
    """Have Debian's packages bring them. Whether they are there afterwards is for the caller to look at."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
            check=False,
            stdout=subprocess.DEVNULL,
            env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
        )
