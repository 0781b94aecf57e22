-- The hosts that a run was longest with: from the first answer to the last, waits between requests included.
with asked as (
    select
        lower(regexp_extract(url, '^[A-Za-z]+://([^/?#]+)', 1)) as host,
        coalesce(reason, '') = 'timeout' as is_late,
        fetched_at,
    from raw.fetches
    where run_id = $run_id and outcome in ('fetched', 'not_modified', 'failed')
)
select
    host,
    count(*) as address_count,
    count(*) filter (where is_late) as timeout_count,
    round(epoch(max(fetched_at)) - epoch(min(fetched_at)), 1) as spent_s,
from asked
where host <> ''
group by host
order by timeout_count > 0 desc, spent_s desc, host
limit 10
