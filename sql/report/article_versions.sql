-- The versions of an article, the first one first.
select
    version_id,
    version_number,
    headline,
    word_count,
    fetched_at,
from core.article_versions
where article_id = $id
order by version_number
