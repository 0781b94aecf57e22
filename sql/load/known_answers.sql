-- Which names a remote geocoder need not be asked again: what it found stays, a miss for 90 days.
select query
from ref.geocode_cache
where service = $service and (outcome = 'found' or asked_at > $now::timestamptz - interval 90 day)
order by query
