-- Which countries are named together most, counted in stories, over the last 30 days that there are?
-- A variable and no subquery: so its value is known when the days to read are chosen.
set variable first_day = (select max(day) - 29 from core.articles);

select
    country_name_1,
    country_name_2,
    sum(story_count)::bigint as stories,
    sum(focus_story_count)::bigint as mainly_about_both,
    min(day) as first_day,
    max(day) as last_day,
from marts.country_pairs_by_day
where day >= getvariable('first_day')
group by all
order by stories desc, country_name_1, country_name_2
limit 50
