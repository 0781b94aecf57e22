-- The words of a mention stand at its offsets in its field.
-- severity: error
-- scope: batch
select
    mention_id,
    text_field,
    start_char,
    end_char,
    exact,
    words_at(text, start_char, end_char) as found,
from spans_since($since)
where text is not null -- else there is no text to look into, which mention_lies_in_its_text tells
    and found is distinct from exact
