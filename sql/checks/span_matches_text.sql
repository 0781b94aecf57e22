-- The words of a mention stand at its offsets in its field.
-- severity: error
-- scope: batch
with
spans as (
    select
        mentions.mention_id,
        mentions.text_field,
        mentions.start_char,
        mentions.end_char,
        mentions.exact,
        words_at(
            field_text(text_field, headline, description, image_caption, dateline, article_body),
            start_char,
            end_char
        ) as found,
    from core.mentions as mentions
    inner join core.article_versions as versions using (version_id)
    where mentions.loaded_at >= $since
)

select *
from spans
where found is distinct from exact
