-- A version is of an article that is there.
-- severity: error
-- scope: batch
select
    versions.version_id,
    versions.article_id,
from core.article_versions as versions
left join core.articles as articles on articles.article_id = versions.article_id
where versions.loaded_at >= $since
    and articles.article_id is null
