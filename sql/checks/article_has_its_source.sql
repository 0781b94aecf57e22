-- An article is of a source that is there.
-- severity: error
-- scope: batch
select
    article_id,
    source_id,
from core.articles
where loaded_at >= $since
    and source_id not in (select source_id from core.sources)
