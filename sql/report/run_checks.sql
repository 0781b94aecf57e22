-- Checks that found bad rows in a run.
select *
from ops.checks
where run_id = $run_id and bad_rows > 0
order by severity, check_name
