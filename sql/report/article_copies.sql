-- The other articles of a story.
select
    others.article_id,
    others.source_id,
    others.canonical_url,
    others.seen_at,
from core.articles as article
inner join core.articles as others using (story_id)
where article.article_id = $id and others.article_id <> $id
order by others.seen_at, others.article_id
