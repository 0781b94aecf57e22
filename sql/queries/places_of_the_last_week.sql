-- Which places were most spoken of in the last seven days that there are, counted in stories?
-- A variable and no subquery: so its value is known when the days to read are chosen.
set variable first_day = (select max(day) - 6 from core.articles);

select
    place_name,
    country_code,
    place_id,
    sum(story_count)::bigint as stories,
    sum(focus_story_count)::bigint as mainly_about_it,
    sum(article_count)::bigint as articles,
from marts.places_by_day
where day >= getvariable('first_day')
group by all
order by stories desc, place_name
limit 50
