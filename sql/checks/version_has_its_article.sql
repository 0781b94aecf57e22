-- A version is of an article that is there.
-- severity: error
-- scope: batch
with
-- What came with its article needs no look at all the articles there are.
older as (
    select
        versions.version_id,
        versions.article_id,
    from core.article_versions as versions
    anti join (
        select article_id
        from core.articles
        where loaded_at >= $since
    ) as fresh using (article_id)
    where versions.loaded_at >= $since
)

select *
from older
anti join core.articles using (article_id)
