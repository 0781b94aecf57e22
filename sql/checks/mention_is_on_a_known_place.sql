-- The place that a mention is on is in core.places.
-- severity: error
-- scope: batch
select
    mentions.mention_id,
    mentions.exact,
    mentions.place_id,
from core.mentions as mentions
where mentions.loaded_at >= $since
    and mentions.place_id is not null
    and mentions.place_id not in (select place_id from core.places)
