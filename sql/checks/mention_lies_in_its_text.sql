-- A mention lies whole inside a field that its version has.
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

measured as (
    select
        spans.mention_id,
        spans.version_id,
        spans.text_field,
        spans.start_char,
        spans.end_char,
        length(
            field_text(text_field, headline, description, image_caption, dateline, article_body)
        ) as field_length,
    from spans
    left join texts using (version_id)
)

select *
from measured
where field_length is null
    or not (0 <= start_char and start_char < end_char and end_char <= field_length)
