-- The runs whose process died, the latest first.
select
    run_id,
    reason,
from ops.runs
where state = 'crashed'
order by started_at desc
limit 200
