-- Which places were named for the first time in the last seven days that there are?
with
-- Only of these places are stories counted.
new_places as (
    select
        place_id,
        min(day) as first_day,
    from marts.article_places
    where role <> 'location_created'
    group by place_id
    having min(day) > (select max(day) - 7 from core.articles)
)

select
    counted.place_name,
    counted.country_code,
    new_places.first_day,
    sum(counted.story_count)::bigint as stories,
    place_id,
from new_places
inner join marts.places_by_day as counted using (place_id)
where counted.day > (select max(day) - 7 from core.articles)
group by place_id, counted.place_name, counted.country_code, new_places.first_day
order by stories desc, counted.place_name
limit 100
