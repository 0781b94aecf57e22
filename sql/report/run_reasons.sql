-- Why content of a run could not be used, by stage and reason, with one of each.
select
    stage,
    reason,
    count(*) as rejection_count,
    min(subject) as example,
    min(next_step) as next_step,
from ops.rejections
where run_id = $run_id
group by stage, reason
order by rejection_count desc, stage, reason
limit $limit
