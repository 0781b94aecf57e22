-- The current version of an article is there, and is one of its own.
-- severity: error
-- scope: batch
with
-- What came with its version needs no look at all the versions there are.
older as (
    select
        articles.article_id,
        articles.current_version_id,
    from core.articles as articles
    anti join (
        select
            article_id,
            version_id as current_version_id,
        from core.article_versions
        where loaded_at >= $since
    ) as fresh using (article_id, current_version_id)
    where articles.loaded_at >= $since
)

select *
from older
anti join (
    select
        article_id,
        version_id as current_version_id,
    from core.article_versions
) as held using (article_id, current_version_id)
