-- Which places were named for the first time in the last seven days that there are?
with
-- Counted once, for the last day and for the places.
counted as materialized (
    from marts.places_by_day
)

select
    place_name,
    country_code,
    min(day) as first_day,
    sum(story_count)::bigint as stories,
    place_id,
from counted
group by place_id, place_name, country_code
having min(day) > (select max(day) from counted) - 7
order by stories desc, place_name
limit 100
