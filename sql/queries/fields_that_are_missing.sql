-- Which fields do a source's articles have less often than its file promises?
select
    source_id,
    field,
    filled_count,
    article_count,
    round(fill_rate, 2) as fill_rate,
    expected_rate,
from marts.source_fill_rates
where fill_rate < expected_rate
order by fill_rate / expected_rate, source_id, field
