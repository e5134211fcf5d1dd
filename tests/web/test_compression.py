import zlib

import pytest

PAGE = "/sign-in"


def got(client, path, **headers):
    return client.get(path, headers={"Accept-Encoding": "gzip", **headers})


def test_files_are_compressed_and_kept_for_a_year(app):
    client = app.test_client()
    with app.test_request_context():
        path = app.jinja_env.globals["asset"]("maturity.css")
    plain = client.get(path)
    small = got(client, path)
    assert small.headers["Content-Encoding"] == "gzip"
    assert "immutable" in small.headers["Cache-Control"]
    assert "Accept-Encoding" in small.headers["Vary"]
    assert zlib.decompress(small.data, 31) == plain.data
    assert len(small.data) < len(plain.data) / 3
    for answer in (plain, small):
        answer.close()


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_pages_asked_for_by_the_person_are_compressed(app, site):
    answer = got(app.test_client(), PAGE, **{"Sec-Fetch-Site": site})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert b"</html>" in zlib.decompress(answer.data, 31)
    assert answer.headers["Cache-Control"] == "no-store"
    assert {"Cookie", "Accept-Encoding"} <= set(answer.vary)


@pytest.mark.parametrize("site", ["cross-site", "same-site", None])
def test_pages_that_another_site_may_have_asked_for_are_not_compressed(app, site):
    """Their length would tell what stands in them: the token of the session, beside words of the other site."""
    answer = got(app.test_client(), PAGE, **({"Sec-Fetch-Site": site} if site else {}))
    assert "Content-Encoding" not in answer.headers
    assert b"csrf_token" in answer.data


def test_a_part_of_a_file_and_a_file_that_did_not_change_stay_as_they_are(app):
    client = app.test_client()
    part = got(client, "/static/maturity.css", Range="bytes=0-999")
    assert part.status_code == 206
    assert "Content-Encoding" not in part.headers
    whole = got(client, "/static/maturity.css")
    same = got(client, "/static/maturity.css", **{"If-None-Match": whole.headers["ETag"]})
    assert same.status_code == 304
    for answer in (part, whole, same):
        answer.close()
