-- The last run.
select *
from ops.runs
order by started_at desc, run_id
limit 1
