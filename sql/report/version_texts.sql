-- The texts of an article, the first version first, with what is kept of each change.
select
    versions.version_id,
    versions.version_number,
    versions.version_id = articles.current_version_id as is_current,
    versions.fetched_at,
    versions.headline,
    versions.article_body,
    articles.article_id,
    articles.source_id,
    articles.canonical_url,
from core.article_versions as versions
inner join core.articles as articles using (article_id)
where versions.article_id = $id
order by versions.version_number
