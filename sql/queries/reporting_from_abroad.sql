-- From where do sources report abroad, and how often?
select
    source_id,
    place_name as written_in,
    country_code,
    count(distinct story_id) as stories,
    max(day) as last_day,
from marts.datelines
where is_abroad
group by all
order by stories desc, source_id, written_in
