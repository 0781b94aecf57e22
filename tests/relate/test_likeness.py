"""Copies, rewrites and other articles are told apart: measured on pairs of our own making."""

from tasks.relate.likeness import compare, read_features
from tests.bench.pairs import measure
from tests.relate.pairs import make_pairs

# (precision, recall): lowered only on purpose. That some rewrites are missed and a borrowed quote is taken
# for a rewrite is known: an article that keeps one quote of another's looks the same either way.
FLOORS = {"copy": (0.98, 0.97), "rewrite": (0.92, 0.90), "other": (0.92, 0.95)}


def test_precision_and_recall_hold_their_floors() -> None:
    measured = measure(FLOORS)
    assert sum(one.pairs for one in measured) >= 900
    assert [one.kin for one in measured if one.precision < FLOORS[one.kin][0]] == []
    assert [one.kin for one in measured if one.recall < FLOORS[one.kin][1]] == []


def test_comparing_is_the_same_either_way() -> None:
    for pair in make_pairs(7, events=4):
        one, other = read_features(pair.one), read_features(pair.other)
        assert compare(one, other) == compare(other, one)


def test_a_text_is_its_own_copy_and_an_empty_one_nobody_s() -> None:
    one = read_features(make_pairs(7, events=1)[0].one)
    assert (compare(one, one).relation, compare(one, one).similarity) == ("copy", 1.0)
    assert compare(read_features(""), one).relation is None
    assert compare(read_features(""), read_features("")).relation is None


def test_texts_without_spaces_between_words_are_compared_by_the_character() -> None:
    told = "昨日午後、港の近くで火事があり、消防隊が三十分で消し止めた。けが人はいなかったと市が発表した。"
    other = "市議会は来年の予算案を可決し、学校の給食費を無料にすることを決めた。市長は記者会見で説明した。"
    assert compare(read_features(told), read_features(told[:40])).relation == "copy"
    assert compare(read_features(told), read_features(other)).relation is None
