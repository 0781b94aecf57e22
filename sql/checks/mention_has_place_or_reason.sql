-- A mention is on a place, or says why it is not.
-- severity: error
-- scope: batch
select
    mention_id,
    exact,
    place_id,
    reason,
from core.mentions
where loaded_at >= $since
    and place_id is null
    and (reason is null or reason = '')
