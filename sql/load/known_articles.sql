-- The articles that are held, of those in `wanted`.
select
    articles.article_id,
    articles.source_id,
    articles.story_id,
    articles.current_version_id,
    articles.url,
    articles.canonical_url,
    articles.seen_at,
from core.articles as articles
inner join wanted on wanted.key = articles.article_id
