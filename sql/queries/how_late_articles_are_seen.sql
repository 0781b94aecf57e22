-- How long after publication is an article of each source in the archive?
select
    source_id,
    count(*) as articles,
    round(median(epoch(seen_at - date_published)) / 60) as median_minutes,
    round(quantile_cont(epoch(seen_at - date_published), 0.9) / 60) as minutes_of_the_slowest_tenth,
from marts.articles
where date_published_precision = 'second'
group by source_id
order by median_minutes, source_id
