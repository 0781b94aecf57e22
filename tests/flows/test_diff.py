"""`dateline diff`: what changed in an article."""

import json

from tests.flows.conftest import Newspaper, rows, run


def changed(newspaper: Newspaper) -> str:
    (row,) = rows(newspaper.home, "select distinct article_id from marts.corrections")
    return str(row["article_id"])


def test_the_sentences_that_went_and_came_are_shown(newspaper: Newspaper) -> None:
    said = run("diff", changed(newspaper)[:12], "--home", str(newspaper.home.root))
    (kept,) = rows(newspaper.home, "select change_type, added, removed from marts.corrections")
    assert said.code == 0
    assert f"version 1 to 2: {kept['change_type']}" in said.out
    assert all(f"+ {sentence}" in said.out for sentence in kept["added"])
    assert all(f"- {sentence}" in said.out for sentence in kept["removed"])
    assert "\x1b" not in said.out


def test_programs_get_the_same_as_json(newspaper: Newspaper) -> None:
    said = run("diff", changed(newspaper), "--json", "--home", str(newspaper.home.root))
    (step,) = json.loads(said.out)["steps"]
    (kept,) = rows(newspaper.home, "select * from marts.corrections")
    assert (step["change"]["change_type"], step["change"]["added"]) == (kept["change_type"], kept["added"])


def test_an_article_of_one_version_has_not_changed(newspaper: Newspaper) -> None:
    (row,) = rows(newspaper.home, "select min(article_id) as id from marts.articles where version_count = 1")
    said = run("diff", row["id"], "--home", str(newspaper.home.root))
    assert "nothing has changed" in said.out


def test_an_unknown_article_or_version_is_wrong_use(newspaper: Newspaper) -> None:
    unknown = run("diff", "zzzz", "--home", str(newspaper.home.root))
    assert (unknown.code, "There is no article 'zzzz'" in unknown.err) == (2, True)
    version = run("diff", changed(newspaper), "--to", "9", "--home", str(newspaper.home.root))
    assert (version.code, "has no version 9" in version.err) == (2, True)
