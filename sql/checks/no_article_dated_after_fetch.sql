-- No article is dated more than a day after its bytes were fetched.
-- severity: error
-- scope: batch
select
    version_id,
    date_published,
    date_published_evidence,
    fetched_at,
from core.article_versions
where loaded_at >= $since
    and date_published > fetched_at + interval 1 day
