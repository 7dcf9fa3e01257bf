"""The browser of the tests: Debian's Chromium, or the one that ATTUNE_TEST_CHROMIUM names. Missing is a failure."""

import os
import shutil
import sys

from tests.kit.debian import install

FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--autoplay-policy=no-user-gesture-required",
    "--mute-audio",
    "--use-fake-device-for-media-stream",  # a camera and a microphone that it makes up,
    "--use-fake-ui-for-media-stream",  # and lets every page use
]


def executable() -> str | None:
    """Where the browser is, if there is one."""
    named = os.environ.get("ATTUNE_TEST_CHROMIUM")
    return named or next(
        (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
    )


if __name__ == "__main__":
    if executable() is None:
        install("chromium")
    if executable() is None:
        sys.exit("The browser tests need Chromium: apt install chromium, or name one in ATTUNE_TEST_CHROMIUM.")
