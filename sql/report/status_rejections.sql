-- What could not be used, the most frequent reason first.
select
    stage,
    reason,
    rejection_count,
    last_subject,
    next_step,
from marts.rejections_by_reason
order by rejection_count desc, stage, reason
