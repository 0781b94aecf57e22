-- Which names were left without a place, and why?
select
    reason,
    exact,
    count(*) as times,
    any_value(sentence) as for_example,
from marts.mentions
where place_id is null
group by reason, exact
order by times desc, exact
