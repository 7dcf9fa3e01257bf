"""What the kernel can keep from a caged process: other files, the network, leaving its group. Linux only; pure ctypes.

Used by `fence`, which runs before anything of an upload is opened, and by whoever wants to tell an operator what is
missing. Landlock (Linux 5.13) shuts all files but those named; a system call filter shuts sockets and the ways out of
the process group, so that killing the group kills everything. It knows nothing else of ours: `fence` loads it alone.
"""

import ctypes
import os
import platform
import struct
import sys
from collections.abc import Sequence

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # the same on all machines
ABI_ASKED = 1  # LANDLOCK_CREATE_RULESET_VERSION
NO_NEW_PRIVILEGES, SET_SECCOMP, FILTER_MODE = 38, 22, 2  # linux/prctl.h, linux/seccomp.h

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1, 2, 4, 8  # linux/landlock.h, LANDLOCK_ACCESS_FS_…
BASE = (1 << 13) - 1  # all that the first version knows
SINCE = {2: 1 << 13, 3: 1 << 14, 5: 1 << 15}  # moving between folders, truncating, devices: by version
OF_FILES = EXECUTE | WRITE_FILE | READ_FILE | 1 << 14 | 1 << 15  # what can be said of a file; the rest is of folders
TCP = 3  # binding and connecting, since version 4
SCOPES = 3  # abstract sockets and signals to processes outside, since version 6

# What no converter needs: "not permitted". By architecture: its number in audit.h, then those of the calls.
SHUT = {
    "x86_64": (
        0xC000003E,
        {
            "socket": 41, "socketpair": 53, "setpgid": 109, "setsid": 112, "ptrace": 101, "mount": 165, "unshare": 272,
            "setns": 308, "process_vm_readv": 310, "process_vm_writev": 311, "bpf": 321, "io_uring_setup": 425,
        },
    ),
    "aarch64": (
        0xC00000B7,
        {
            "socket": 198, "socketpair": 199, "setpgid": 154, "setsid": 157, "ptrace": 117, "mount": 40, "unshare": 97,
            "setns": 268, "process_vm_readv": 270, "process_vm_writev": 271, "bpf": 280, "io_uring_setup": 425,
        },
    ),
}  # fmt: skip
LOAD, JUMP_IF, RETURN = 0x20, 0x15, 0x06  # linux/bpf_common.h: a word, equal, answer
ALLOW, NOT_PERMITTED, KILL = 0x7FFF0000, 0x00050000 | 1, 0x80000000  # linux/seccomp.h; 1 is EPERM
OTHER_NUMBERS = 0x40000000  # x32: the same calls under other numbers


def missing() -> list[str]:
    """What this machine can't keep from a caged process, a sentence each."""
    if sys.platform != "linux":
        return ["Converters can read other files and use the network: only Linux can keep them from it."]
    found = []
    if _landlock_version() < 1:
        found.append("Converters can read other files: this kernel has no Landlock (Linux 5.13, and lsm=landlock).")
    if platform.machine() not in SHUT:
        found.append(f"Converters can use the network: no filter is known for {platform.machine()}.")
    return found


def raise_all(reads: Sequence[str], writes: Sequence[str]) -> None:
    """From here on this process and its children can only read `reads`, and write below `writes`; as far as the kernel
    knows how. There is no way back."""
    _libc().prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    if _landlock_version() >= 1:
        _shut_files(reads, writes)
    if platform.machine() in SHUT:
        _shut_calls(*SHUT[platform.machine()])


def _landlock_version() -> int:
    return int(_libc().syscall(CREATE_RULESET, None, 0, ABI_ASKED))


def _shut_files(reads: Sequence[str], writes: Sequence[str]) -> None:
    version = _landlock_version()
    all_rights = BASE | sum(right for since, right in SINCE.items() if version >= since)
    ruleset = struct.pack("=QQQ", all_rights, TCP if version >= 4 else 0, SCOPES if version >= 6 else 0)
    size = 8 if version < 4 else 16 if version < 6 else 24
    rules = _succeed(_libc().syscall(CREATE_RULESET, ruleset, size, 0))
    for paths, rights in ((reads, EXECUTE | READ_FILE | READ_DIR), (writes, all_rights & ~EXECUTE)):
        for path in paths:
            _allow(rules, path, rights)
    _succeed(_libc().syscall(RESTRICT_SELF, rules, 0))
    os.close(rules)


def _allow(rules: int, path: str, rights: int) -> None:
    """What isn't there can't be read either."""
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    if not os.path.isdir(path):  # noqa: PTH112, the fence starts without pathlib
        rights &= OF_FILES
    _succeed(_libc().syscall(ADD_RULE, rules, 1, struct.pack("=Qi", rights, place), 0))
    os.close(place)


def _shut_calls(architecture: int, calls: dict[str, int]) -> None:
    """A program of the kernel's filter machine: four bytes of code and jumps, four of a number, for each step."""
    steps = [(LOAD, 0, 0, 4), (JUMP_IF, 1, 0, architecture), (RETURN, 0, 0, KILL), (LOAD, 0, 0, 0)]
    for number in calls.values():
        for alias in (number, number | OTHER_NUMBERS):
            steps += [(JUMP_IF, 0, 1, alias), (RETURN, 0, 0, NOT_PERMITTED)]
    steps.append((RETURN, 0, 0, ALLOW))
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in steps))
    program = struct.pack("@HP", len(steps), ctypes.addressof(code))
    _succeed(_libc().prctl(SET_SECCOMP, FILTER_MODE, program, 0, 0))


def _succeed(answer: int) -> int:
    if answer < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return answer


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
