-- No two mentions of one text share a character: each word counts for one place.
-- severity: warning
-- scope: batch
with
ordered as (
    select
        mention_id,
        exact,
        version_id,
        text_field,
        start_char,
        lag(end_char) over in_text as end_before,
        lag(exact) over in_text as exact_before,
    from core.mentions
    where loaded_at >= $since
    window in_text as (partition by version_id, text_field order by start_char, end_char)
)

select *
from ordered
where start_char < end_before
