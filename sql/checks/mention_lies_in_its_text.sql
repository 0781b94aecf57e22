-- A mention lies whole inside a field that its version has.
-- severity: error
-- scope: batch
with
spans as (
    select
        mentions.mention_id,
        mentions.version_id,
        mentions.text_field,
        mentions.start_char,
        mentions.end_char,
        length(
            field_text(text_field, headline, description, image_caption, dateline, article_body)
        ) as field_length,
    from core.mentions as mentions
    left join core.article_versions as versions using (version_id)
    where mentions.loaded_at >= $since
)

select *
from spans
where field_length is null
    or not (0 <= start_char and start_char < end_char and end_char <= field_length)
