-- Which places were named for the first time in the last seven days that there are?
-- A variable and no subquery: so its value is known when the days to read are chosen.
set variable first_day = (select max(day) - 6 from core.articles);

with
-- Only of places that were named in these days, and not before, are stories counted.
recent as (
    select
        place_id,
        place_name,
        country_code,
        sum(story_count)::bigint as stories,
        min(day) as first_day,
    from marts.places_by_day
    where day >= getvariable('first_day')
    group by place_id, place_name, country_code
),

earlier as (
    select distinct article_places.place_id
    from core.article_places as article_places
    inner join core.articles as articles
        on articles.current_version_id = article_places.version_id and articles.day = article_places.day
    where article_places.role <> 'location_created'
        and article_places.day < getvariable('first_day')
        and article_places.place_id in (select place_id from recent)
)

select
    place_name,
    country_code,
    first_day,
    stories,
    place_id,
from recent
where place_id not in (select place_id from earlier)
order by stories desc, place_name
limit 100
