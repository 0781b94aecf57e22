-- The articles that a run brought or changed.
select
    articles.article_id,
    articles.source_id,
    versions.version_number,
    versions.headline,
    versions.date_published,
    articles.canonical_url,
    articles.story_id <> articles.article_id as is_copy,
from core.article_versions as versions
inner join raw.fetches as fetches using (fetch_id)
inner join core.articles as articles using (article_id)
where fetches.run_id = $run_id
order by articles.source_id, versions.version_number desc, versions.date_published, articles.article_id
