-- What was refused or could not be used, and why?
with
last_tries as (
    select
        url,
        source_id,
        arg_max(outcome, fetched_at) as outcome,
        arg_max(reason, fetched_at) as reason,
        arg_max(detail, fetched_at) as detail,
        max(fetched_at) as fetched_at,
    from raw.fetches
    where outcome <> 'skipped'
    group by link_id, url, source_id
)

select
    'fetch' as stage,
    source_id || ': ' || reason as reason,
    count(*) as times,
    arg_max(url, fetched_at) as for_example,
    arg_max(detail, fetched_at) as next_step,
from last_tries
where outcome in ('refused', 'failed')
group by source_id, reason
union all
select
    stage,
    reason,
    rejection_count,
    last_subject,
    next_step,
from marts.rejections_by_reason
order by times desc, stage, reason
