-- A mention on a town is of town precision, one on a water of water precision, one on no place of none.
-- severity: warning
-- scope: batch
select
    mentions.mention_id,
    mentions.exact,
    mentions.place_id,
    places.feature_class,
    mentions.precision,
from core.mentions as mentions
left join core.places as places using (place_id)
where mentions.loaded_at >= $since
    and (
        (mentions.place_id is null) <> (mentions.precision = 'unknown')
        or (places.feature_class = 'P' and mentions.precision not in ('town', 'site'))
        or (places.feature_class = 'H' and mentions.precision <> 'water')
    )
