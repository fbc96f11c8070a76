"""The file of a backup: a compressed tar that ends with a manifest of hashes, encrypted (age) when asked for.

It is written and read as a stream: nothing of it lies on the disk in the clear, and memory stays bounded.
"""

import errno
import gzip
import hashlib
import json
import os
import re
import tarfile
import tempfile
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path
from typing import IO, Any, cast

import pyrage

from ayni_web.common.acting import Mistake

MANIFEST = "manifest.json"
FOLDERS = ("uploads", "packages", "studies", "seals", "languages")
FILES = ("erasures.jsonl", "secret.key")
NAME = re.compile(rf"(?:tables|{'|'.join(FOLDERS)})/(?!.*(?:^|/)\.\.?(?:/|$))[^\0]+|{'|'.join(map(re.escape, FILES))}")
AGE = b"age-encryption.org/v1"
# File systems that have no files without a name.
NO_UNNAMED_FILES = frozenset({errno.EOPNOTSUPP, errno.EISDIR, errno.EINVAL})
PIECE = 1 << 20
MOST_MANIFEST = 256 << 20
BROKEN = (tarfile.TarError, zlib.error, EOFError, gzip.BadGzipFile, pyrage.DecryptError, UnicodeDecodeError)


class Writer:
    """Archive being written; what was added is known by its hash."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._zip = gzip.GzipFile(fileobj=stream, mode="wb", compresslevel=4, mtime=0)
        self._tar = tarfile.open(fileobj=self._zip, mode="w", format=tarfile.PAX_FORMAT)  # noqa: SIM115
        self.hashes: dict[str, str] = {}

    def add(self, name: str, content: bytes) -> None:
        """Add some bytes under a name."""
        self._put(name, len(content), _Hashed.of(content))

    def add_file(self, name: str, path: Path) -> None:
        """Add a file as it is now; a file that people add to meanwhile is taken to its present end."""
        with path.open("rb") as file:
            self._put(name, os.fstat(file.fileno()).st_size, _Hashed(file))

    def finish(self, manifest: Mapping[str, Any]) -> None:
        """Add the manifest, with the hash of everything before it, and close."""
        text = json.dumps({**manifest, "files": self.hashes}, ensure_ascii=False, sort_keys=True).encode("utf-8")
        self._put(MANIFEST, len(text), _Hashed.of(text))
        self._tar.close()
        self._zip.close()

    def _put(self, name: str, size: int, content: "_Hashed") -> None:
        info = tarfile.TarInfo(name)
        info.size, info.mode = size, 0o600
        self._tar.addfile(info, cast(IO[bytes], content))
        self.hashes[name] = content.hash.hexdigest()


class _Hashed:
    """File that is hashed as it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.hash = hashlib.sha256()

    @classmethod
    def of(cls, content: bytes) -> "_Hashed":
        return cls(BytesIO(content))

    def read(self, size: int = -1) -> bytes:
        piece = self._file.read(size)
        self.hash.update(piece)
        return piece


@contextmanager
def written(path: Path, recipients: Sequence[str]) -> Iterator[Writer]:
    """Archive that stands at a path once it is whole, and not at all before; an old one is never replaced."""
    keys = [_recipient(text) for text in recipients]
    if path.exists():
        raise Mistake("operation.file_there", file=str(path))
    with _unnamed(path) as file:
        with _encrypted(file, keys) as stream:
            yield Writer(stream)
        file.flush()
        os.fsync(file.fileno())
        try:
            # The descriptor of a folder is asked for, and not used: it makes the link follow to the file itself.
            os.link(f"/proc/self/fd/{file.fileno()}", path, src_dir_fd=file.fileno(), follow_symlinks=True)
        except FileExistsError:
            raise Mistake("operation.file_there", file=str(path)) from None


@contextmanager
def _unnamed(path: Path) -> Iterator[IO[bytes]]:
    # A file without a name: whatever ends this process, nothing is left of it.
    try:
        file: IO[bytes] = os.fdopen(os.open(path.parent, os.O_TMPFILE | os.O_RDWR, 0o600), "w+b")
    except OSError as error:
        if error.errno not in NO_UNNAMED_FILES:
            raise
        file = cast(IO[bytes], tempfile.NamedTemporaryFile(dir=path.parent, prefix=".ayni-backup-"))  # noqa: SIM115
    with file:
        yield file


def _recipient(text: str) -> Any:
    try:
        return (
            pyrage.ssh.Recipient.from_str(text) if text.startswith("ssh-") else pyrage.x25519.Recipient.from_str(text)
        )
    except pyrage.RecipientError:
        raise Mistake("operation.no_recipient", came=text) from None


@contextmanager
def _encrypted(out: IO[bytes], recipients: Sequence[Any]) -> Iterator[IO[bytes]]:
    if not recipients:
        yield out
        return
    kept = _Kept(out)

    def work(read: IO[bytes], _: IO[bytes]) -> None:
        try:
            pyrage.encrypt_io(read, kept, recipients)
        except pyrage.EncryptError as error:
            raise kept.error or OSError(str(error)) from None

    with _piped(work, "wb") as stream:
        yield stream


class _Kept:
    """File to write to that keeps why it could not be written, which the encryption tells as words alone."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.error: OSError | None = None

    def write(self, piece: bytes) -> int:
        try:
            return self._file.write(piece)
        except OSError as error:
            self.error = error
            raise

    def flush(self) -> None:
        self._file.flush()


@contextmanager
def _piped(work: Callable[[IO[bytes], IO[bytes]], None], mode: str) -> Iterator[IO[bytes]]:
    """End of a pipe, ``wb`` or ``rb``, whose other end some work in a thread reads or writes."""
    read_end, write_end = (os.fdopen(end, kind) for end, kind in zip(os.pipe(), ("rb", "wb"), strict=True))
    own, other = (write_end, read_end) if mode == "wb" else (read_end, write_end)
    failed: list[BaseException] = []

    def run() -> None:
        try:
            work(read_end, write_end)
        except (OSError, pyrage.DecryptError) as error:
            failed.append(error)
        finally:
            _closed(other)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield own
    except (OSError, *BROKEN) as error:
        _closed(own)
        thread.join()
        raise (failed[0] if failed and mode == "wb" else error) from None
    finally:
        _closed(own)
        thread.join()
    # A reader that stops before the end breaks the pipe; that is no failure of what was read.
    if failed and not (mode == "rb" and isinstance(failed[0], BrokenPipeError)):
        raise failed[0]


def _closed(end: IO[bytes]) -> None:
    with suppress(BrokenPipeError):
        end.close()


def identities_in(path: Path | None) -> list[Any]:
    """Keys of a file that ``age-keygen`` wrote (``AGE-SECRET-KEY-...``), or of a private key of SSH."""
    if path is None:
        return []
    try:
        text = path.read_text(encoding="utf-8")
        if text.startswith("-----BEGIN"):
            return [pyrage.ssh.Identity.from_buffer(text.encode("utf-8"))]
        lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
        return [pyrage.x25519.Identity.from_str(line) for line in lines]
    except (OSError, UnicodeDecodeError, pyrage.IdentityError):
        raise Mistake("operation.no_identity", file=str(path)) from None


@contextmanager
def opened(path: Path, identities: Sequence[Any]) -> Iterator[Iterator[tuple[str, int, IO[bytes]]]]:
    """Members of an archive, in order: name, size, content to be read before the next one is asked for."""
    try:
        with path.open("rb") as file:
            sealed = file.read(len(AGE)) == AGE
            file.seek(0)
            if sealed and not identities:
                raise Mistake("operation.needs_identity", file=str(path))
            if not sealed:
                yield _members(file)
                return
            with _piped(lambda _, write: pyrage.decrypt_io(file, write, identities), "rb") as stream:
                yield _members(stream)
    except BROKEN:
        raise Mistake("operation.broken_backup", file=str(path)) from None
    except OSError as error:
        if error.errno is not None:
            raise
        # What age says of a file that ends too early, or of a piece that was changed.
        raise Mistake("operation.broken_backup", file=str(path)) from None


def _members(stream: IO[bytes]) -> Iterator[tuple[str, int, IO[bytes]]]:
    with gzip.GzipFile(fileobj=stream) as unzipped:
        with tarfile.open(fileobj=unzipped, mode="r|") as tar:
            for member in tar:
                content = tar.extractfile(member) if member.isreg() else None
                if content is None or not (NAME.fullmatch(member.name) or member.name == MANIFEST):
                    raise tarfile.ReadError(member.name)
                yield member.name, member.size, content
        # To the end, where the checksum of the whole stands.
        while unzipped.read(PIECE):
            pass


def checked(path: Path, identities: Sequence[Any]) -> dict[str, Any]:
    """Manifest of an archive in which every byte is the one that was written."""
    hashes: dict[str, str] = {}
    manifest: dict[str, Any] | None = None
    with opened(path, identities) as members:
        for name, size, content in members:
            if manifest is not None or name in hashes:
                raise tarfile.ReadError(name)
            if name == MANIFEST:
                manifest = _manifest(content.read(MOST_MANIFEST), size)
            else:
                hashes[name] = _hash(content)
        if manifest is None or manifest.pop("files", None) != hashes:
            raise tarfile.ReadError(MANIFEST)
    return manifest


def _manifest(text: bytes, size: int) -> dict[str, Any]:
    try:
        read = json.loads(text)
    except ValueError:
        read = None
    if not isinstance(read, dict) or len(text) != size:
        raise tarfile.ReadError(MANIFEST)
    return read


def _hash(content: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while piece := content.read(PIECE):
        digest.update(piece)
    return digest.hexdigest()
