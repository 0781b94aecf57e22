-- The current version of an article is there, and is one of its own.
-- severity: error
-- scope: batch
select
    articles.article_id,
    articles.current_version_id,
from core.articles as articles
left join core.article_versions as versions
    on versions.version_id = articles.current_version_id and versions.article_id = articles.article_id
where articles.loaded_at >= $since
    and versions.version_id is null
