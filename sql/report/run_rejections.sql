-- Content and inputs that a run met first and could not use.
select *
from ops.rejections
where run_id = $run_id
order by stage, subject, reason
