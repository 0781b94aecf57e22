-- The runs that did not complete, the latest first, and the process of each.
select
    run_id,
    pid,
    state,
    reason,
from ops.runs
where state in ('crashed', 'failed')
order by started_at desc
limit 200
