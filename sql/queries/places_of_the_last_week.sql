-- Which places were most spoken of in the last seven days that there are, counted in stories?
with
-- Counted once, for the last day and for the places.
counted as materialized (
    from marts.places_by_day
)

select
    place_name,
    country_code,
    place_id,
    sum(story_count)::bigint as stories,
    sum(focus_story_count)::bigint as mainly_about_it,
    sum(article_count)::bigint as articles,
from counted
where day > (select max(day) from counted) - 7
group by all
order by stories desc, place_name
limit 50
