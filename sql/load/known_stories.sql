-- The story of each text asked for: that of the first article of which any version has it.
select
    versions.body_digest,
    arg_min(articles.story_id, (articles.seen_at, articles.article_id)) as story_id,
from core.article_versions as versions
inner join core.articles as articles using (article_id)
where versions.body_digest in (select unnest($keys::varchar[]))
group by versions.body_digest
