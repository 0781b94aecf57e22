-- The story of each text in `wanted`: that of the first article of which any version has it.
select
    versions.body_digest,
    arg_min(articles.story_id, (articles.seen_at, articles.article_id)) as story_id,
from core.article_versions as versions
inner join wanted on wanted.key = versions.body_digest
inner join core.articles as articles on articles.article_id = versions.article_id
group by versions.body_digest
