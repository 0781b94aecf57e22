-- A version names the fetch that brought its bytes and the cleaning that read them.
-- severity: error
-- scope: batch
select
    version_id,
    fetch_id,
    cleaning_id,
from core.article_versions
where loaded_at >= $since
    and (
        fetch_id not in (select fetch_id from raw.fetches)
        or cleaning_id not in (select cleaning_id from raw.cleanings)
    )
