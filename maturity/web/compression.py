"""Compression of responses: of files always, of pages where no other site can have asked for them.

A page holds tokens and answers. Somebody who makes a browser ask for it again and again with words of his own, and sees
how long the compressed answers are, can guess what else stands in them (BREACH). Such requests come from another site,
and browsers say so; a browser that does not say where a request comes from gets pages as they are.
"""

from flask import Flask, Response, request
from flask_compress import Compress  # type: ignore[import-untyped,unused-ignore]

_OURS = ("same-origin", "none")  # Sec-Fetch-Site: from a page of ours, or typed by the person


def install(app: Flask) -> None:
    """Compress the responses of `app`. Must be installed before whatever changes them: it comes last."""
    app.config["COMPRESS_REGISTER"] = app.config["COMPRESS_STREAMS"] = False
    app.config["COMPRESS_ALGORITHM"] = ["zstd", "br", "gzip"]
    compress = Compress(app)

    def finish(response: Response) -> Response:
        ours = request.endpoint == "static" or request.headers.get("Sec-Fetch-Site") in _OURS
        if not ours or response.status_code != 200:
            return response
        if request.endpoint == "static":
            response.direct_passthrough = False
            response.make_sequence()  # a small file, which is closed with the response
        return compress.after_request(response)

    app.after_request(finish)
