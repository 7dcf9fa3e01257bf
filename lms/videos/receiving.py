"""Pieces of uploads as they come in over HTTP."""

import errno
from pathlib import Path
from typing import IO

from lms.videos import pieces
from lms.videos.models import Upload
from lms.videos.pieces import Busy, Checksum, Damaged, Elsewhere
from lms.videos.tus import Problem

TOO_MUCH = "The recording has grown larger than what can be uploaded. What came so far is kept."
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


def receive(
    upload: Upload,
    offset: int,
    stream: IO[bytes],
    announced: int | None,
    home: Path,
    checksum: Checksum | None,
    most: int,
) -> int:
    """Add a piece to the upload, and give how far it has come. `most` bytes are let in where its size isn't known yet.

    Raises Problem."""
    most = most if upload.size is None else upload.size
    if offset + (announced or 0) > most:
        raise Problem(413, TOO_MUCH if upload.size is None else "More bytes came than the file has. Choose it again.")
    try:
        return pieces.append(pieces.place(home, upload.key), offset, stream, most - offset, checksum)
    except Elsewhere as fault:
        raise Problem(409, "The upload stands elsewhere.", Upload_Offset=str(fault.size)) from None
    except Damaged:
        raise Problem(460, "A piece was damaged on its way. It is sent again.") from None
    except Busy:
        raise Problem(423, "Another piece of this upload is just being written. Try again in a moment.") from None
    except FileNotFoundError:
        raise Problem(410, "This upload isn't here any more. Upload the file again.") from None
    except OSError as fault:
        if fault.errno in NO_ROOM:
            raise Problem(507, "The disk is full. What came so far is kept; tell the operator, then go on.") from fault
        raise
