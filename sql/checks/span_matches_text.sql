-- The words of a mention stand at its offsets in its field.
-- severity: error
-- scope: batch
with
spans as (
    select *
    from core.mentions
    where loaded_at >= $since
),

-- The texts of new mentions are read by their place in the table, and no other texts are.
named as (
    select rowid as place
    from core.article_versions
    where version_id in (select version_id from spans)
),

texts as (
    select versions.*
    from named
    inner join core.article_versions as versions on versions.rowid = named.place
),

found as (
    select
        spans.mention_id,
        spans.text_field,
        spans.start_char,
        spans.end_char,
        spans.exact,
        words_at(
            field_text(text_field, headline, description, image_caption, dateline, article_body),
            start_char,
            end_char
        ) as found,
    from spans
    inner join texts using (version_id)
)

select *
from found
where found is distinct from exact
