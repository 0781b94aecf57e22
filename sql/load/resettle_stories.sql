-- The story of each text in `wanted` among articles that are not settled again.
select
    versions.body_digest,
    arg_min(articles.story_id, (articles.seen_at, articles.article_id)) as story_id,
from core.article_versions as versions
inner join wanted on wanted.key = versions.body_digest
inner join core.articles as articles on articles.article_id = versions.article_id
where versions.article_id not in (select article_id from affected)
group by versions.body_digest
