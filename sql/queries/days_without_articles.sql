-- On which days did a source publish nothing that was found?
select
    source_id,
    source_name,
    day,
from marts.source_coverage
where article_count = 0
order by day desc, source_id
