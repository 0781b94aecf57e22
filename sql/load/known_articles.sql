-- The articles that are held, of those asked for.
select
    article_id,
    source_id,
    story_id,
    current_version_id,
    url,
    canonical_url,
    seen_at,
from core.articles
where article_id in (select unnest($keys::varchar[]))
