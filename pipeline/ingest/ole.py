"""OLE containers read without trust: no stream is longer than its file, no table of sectors has more than there are."""

from __future__ import annotations

from typing import Any

import olefile


class Container(olefile.OleFileIO):  # type: ignore[misc]
    """An OLE container. Sectors that lead in a circle are followed for the length of the file, not for that claimed."""

    def loadfat(self, header: bytes) -> None:
        """The table of sectors; OSError where it claims more of them than the file has."""
        if max(self.num_fat_sectors, self.num_difat_sectors) > self.nb_sect:
            raise OSError("more sectors of FAT than sectors")
        super().loadfat(header)

    def _open(self, start: int, size: int = olefile.UNKNOWN_SIZE, force_FAT: bool = False) -> Any:  # noqa: N803
        known = size != olefile.UNKNOWN_SIZE
        return super()._open(start, min(size, self._filesize) if known else size, force_FAT)
