-- A fetch has an outcome that the schema knows, and a reason where nothing new came of it.
-- severity: error
-- scope: batch
select
    fetch_id,
    url,
    outcome,
    reason,
from raw.fetches
where loaded_at >= $since
    and (
        outcome not in ('fetched', 'not_modified', 'refused', 'failed', 'skipped')
        or (outcome in ('refused', 'failed', 'skipped') and reason is null)
    )
