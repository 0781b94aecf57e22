"""The tables of the language model are read where they lie, and boxes told by their names."""

import pytest

from tasks.clean import names
from tasks.clean.language_model import load_identifier

TEXTS = (
    "The ministry said on Monday that the bridge across the river would stay closed until the spring.",
    "Министерство сообщило в понедельник, что мост через реку останется закрытым до весны.",
    "وزارت راه روز دوشنبه اعلام کرد که پل روی رودخانه تا بهار بسته خواهد ماند.",
    "Nazirlik bazar ertəsi bildirib ki, çayın üzərindəki körpü yaza qədər bağlı qalacaq.",
    "该部门周一表示，这座跨河大桥将关闭至春天。",
    "",
)


@pytest.mark.slow  # it loads the whole model
def test_tables_on_disk_answer_as_tables_in_memory() -> None:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    whole = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    found = load_identifier()
    assert "Mapped" in type(found).__name__
    for text in TEXTS:
        assert found.classify(text) == whole.classify(text)


def test_a_name_is_a_box_by_a_word_within_it() -> None:
    boxes = ("c-related-posts", "js-dfp", "wp-block-cta", "storyPromo", "article__pullquote", "AdSlot_top")
    assert all(names.is_box(name) for name in boxes)
    assert not any(names.is_box(name) for name in ("headline", "story", "has-sidebar", "zephr", "xx"))
