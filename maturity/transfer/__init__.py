"""An organisation's own data as one zip file: every row and every file, counted, with digests and signed; and back in.

`manifest.json` names the schema, counts rows and files and gives the SHA-256 of each; `signature.json` signs it with
the key of this instance; `data/<table>.json` holds the rows, `files/<name>` the evidence. The same content gives the
same bytes.
"""

from .packing import Held, pack, schema
from .unpacking import contents, unpack

__all__ = ["Held", "contents", "pack", "schema", "unpack"]
