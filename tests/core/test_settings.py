"""Settings that don't go together are refused by name, at start."""

from pathlib import Path

import pytest

from lms.core.settings import BadSetting, Settings


@pytest.mark.parametrize(
    ("name", "environ"),
    [
        ("ATTUNE_ENV", {"ATTUNE_ENV": "staging"}),
        ("ATTUNE_PORT", {"ATTUNE_PORT": "eighty"}),
        ("ATTUNE_QUEUE_URL", {"ATTUNE_QUEUE_URL": "localhost:6379"}),
        ("ATTUNE_MEDIA_URL", {"ATTUNE_MEDIA_URL": "/srv/media"}),
        ("ATTUNE_ACCEL", {"ATTUNE_ACCEL": "/kept", "ATTUNE_MEDIA_URL": "s3://bucket"}),
        ("ATTUNE_SECRET_KEY", {"ATTUNE_ENV": "production"}),
    ],
)
def test_a_wrong_setting_is_refused_by_name(name: str, environ: dict[str, str], tmp_path: Path):
    with pytest.raises(BadSetting, match=name):
        Settings.from_environ({"ATTUNE_HOME": str(tmp_path)} | environ)
