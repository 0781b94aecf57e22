-- One run.
select *
from ops.runs
where run_id = $run_id
