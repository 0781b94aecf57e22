-- A mention lies whole inside a field that its version has.
-- severity: error
-- scope: batch
select
    mention_id,
    version_id,
    text_field,
    start_char,
    end_char,
    length(text) as field_length,
from spans_since($since)
where text is null
    or not (0 <= start_char and start_char < end_char and end_char <= field_length)
