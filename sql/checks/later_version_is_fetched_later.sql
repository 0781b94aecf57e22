-- A later version of an article was fetched no earlier than the one before it.
-- severity: warning
-- scope: batch
select
    later.article_id,
    later.version_number,
    earlier.fetched_at as fetched_at_before,
    later.fetched_at,
from core.article_versions as later
inner join core.article_versions as earlier
    on earlier.article_id = later.article_id and earlier.version_number = later.version_number - 1
where later.loaded_at >= $since
    and later.fetched_at < earlier.fetched_at
