import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.classification.credit_code import ALPHABET, AUTHORITIES, check, complete, normalise, waived
from maturity.errors import Refusal

VALID = [
    "91110000600037341L",
    "9144030071526726XG",
    "91330100799655058B",
    "93000000DEMQ00077T",
    "12000000ABCDEFGH5H",
    "N2440100MF0000013B",
]
CODES = st.builds(
    lambda authority, kind, region, organisation: complete(authority + kind + region + organisation),
    st.sampled_from(AUTHORITIES),
    st.sampled_from(ALPHABET),
    st.text("0123456789", min_size=6, max_size=6),
    st.text(ALPHABET, min_size=8, max_size=8),
)


@pytest.mark.parametrize("code", VALID)
def test_valid_codes_pass_and_are_completed_from_their_front(code):
    assert check(code) == code
    assert complete(code[:16]) == code


@pytest.mark.parametrize(
    "code", [" 9144 0300 7152 6726xg\n", "９１４４０３００７１５２６７２６ＸＧ", "91440300-71526726X-G"]
)
def test_spaces_case_and_width_do_not_matter(code):
    assert check(code) == "9144030071526726XG"


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("", "length"),
        ("12345", "length"),
        ("91110000600037341L1", "length"),
        ("9111000060003IOZSV", "alphabet"),
        ("9111000060003734中L", "alphabet"),
        ("B1110000600037341L", "authority"),
        ("9111A000600037341L", "region"),
        ("91110000600037351L", "organisation"),
        ("91110000600037341N", "check"),
        ("12100000400012959R", "check"),
    ],
)
def test_each_fault_has_its_own_message(code, fault):
    with pytest.raises(Refusal) as refusal:
        check(code)
    (problem,) = refusal.value.problems
    assert problem.code == f"class-credit-code-{fault}"
    assert code in problem.message("zh")
    assert code in problem.message("en")


def test_wrong_characters_are_named_with_their_position():
    with pytest.raises(Refusal, match=r"I \(14\), O \(15\), Z \(16\), S \(17\), V \(18\)"):
        check("9111000060003IOZSV")


def test_a_front_that_cannot_be_completed_is_refused():
    for front in ("9", "9111000060003IOZ", "B111000060003734"):
        with pytest.raises(Refusal):
            complete(front)


@pytest.mark.parametrize("code", VALID)
def test_every_substitution_in_the_examples_is_caught(code):
    for place in range(18):
        for letter in set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") - {code[place]}:
            with pytest.raises(Refusal):
                check(code[:place] + letter + code[place + 1 :])


@given(CODES, st.integers(0, 17), st.characters())
def test_any_substitution_in_any_code_is_caught(code, place, letter):
    mistyped = code[:place] + letter + code[place + 1 :]
    if normalise(mistyped) == code:
        assert check(mistyped) == code
    else:
        with pytest.raises(Refusal):
            check(mistyped)


PILOT = "91350203M0009ABC50"  # invented; the standard's last character would be Q


def test_a_code_of_the_pilot_passes_when_it_is_confirmed_and_no_other_wrong_code_does():
    with pytest.raises(Refusal, match="class-credit-code-pilot"):
        check(PILOT)
    assert check(PILOT, accepted=[PILOT.lower()]) == PILOT
    for wrong in ("91320500M0009ABC50", PILOT[:16] + "40", "91110000600037341N"):
        with pytest.raises(Refusal):
            check(wrong, accepted=[wrong])


@pytest.mark.parametrize("text", ["9.11101E+17", "9.11101000600037e+17", "911101000600037000", "911101000600037376.0"])
def test_a_code_that_became_a_number_is_told_as_that(text):
    with pytest.raises(Refusal, match="class-credit-code-number"):
        check(text)


@pytest.mark.parametrize(
    "text",
    [
        "\u202d9144030071526726XG\u202c",
        "9144\u00a00300\u300071526726XG\u200b",
        "91440300–71526726XG",
        "'9144030071526726XG",
        "＇9144030071526726XG",
        "‘9144030071526726XG",
        "“9144030071526726XG”",
    ],
)
def test_what_is_copied_along_with_a_code_does_not_count(text):
    assert check(text) == "9144030071526726XG"


@pytest.mark.parametrize(
    ("code", "expected"),
    [("91350203M0009ABC50", True), (complete("91350203M0009ABC"), False), (complete("93000000TXT00077"), False)],
)
def test_a_confirmed_code_is_known_by_itself(code, expected):
    assert waived(code) is expected
