"""Export and import of an organisation's own data: a zip file of all rows and files, with digests and a signature.

`manifest.json` has the name of the schema, the numbers of rows and files, and the SHA-256 of each part;
`signature.json` is its signature by the key of this instance; `data/<table>.json` has the rows, `files/<name>` the
evidence. The same content gives the same bytes.
"""

from .packing import ArchiveCounts, pack, row_schema
from .unpacking import read_contents, unpack

__all__ = ["ArchiveCounts", "pack", "read_contents", "row_schema", "unpack"]
