-- Which datelines name no place that is known?
select
    source_id,
    dateline,
    count(*) as times,
    any_value(url order by url) as for_example,
from marts.datelines
where place_id is null
group by all
order by times desc, source_id, dateline
