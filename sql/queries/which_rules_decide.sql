-- Which rules put mentions where they are, and how sure is each?
select
    georeference_protocol as rule,
    count(*) as mentions,
    count(*) filter (place_id is null) as left_unresolved,
    round(avg(confidence), 2) as mean_confidence,
    round(min(confidence), 2) as least_confidence,
    any_value(exact order by mention_id) as for_example,
from core.mentions
group by rule
order by mentions desc, rule
