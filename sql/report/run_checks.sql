-- Checks that found bad rows in a run, also in batches that they kept out.
select *
from ops.checks
where run_id = $run_id and (bad_rows > 0 or held_rows > 0)
order by severity, check_name
