-- A version is of an article that is there.
-- severity: error
-- scope: batch
select
    version_id,
    article_id,
from core.article_versions
where loaded_at >= $since
    and article_id not in (select article_id from core.articles)
