-- What could not be used, by stage and reason.
create or replace view marts.rejections_by_reason as
select
    stage,
    reason,
    count(*) as rejection_count,
    min(rejected_at) as rejected_at_first,
    max(rejected_at) as rejected_at_last,
    arg_max(subject, rejected_at) as last_subject,
    arg_max(next_step, rejected_at) as next_step,
from ops.rejections
group by stage, reason;

comment on view marts.rejections_by_reason is 'What could not be used, by stage and reason.';
comment on column marts.rejections_by_reason.reason is 'Why it could not be used.';
comment on column marts.rejections_by_reason.rejection_count is 'How many there are.';
comment on column marts.rejections_by_reason.rejected_at_first is 'When the first was met.';
comment on column marts.rejections_by_reason.rejected_at_last is 'When the last was met.';
comment on column marts.rejections_by_reason.last_subject is 'The last of them: URL, path, source or batch.';
