-- How each source does, since when, why, and how it did before.
with judged as (
    select
        source_id,
        arg_max(state, since) as last_state,
        arg_max(reason, since) as last_reason,
        max(since) as last_since,
        string_agg(strftime(since, '%Y-%m-%d') || ' ' || state, ', ' order by since) as history,
    from ops.source_states
    group by source_id
)
select
    source_id,
    last_state as state,
    last_since as since,
    last_reason as reason,
    history,
from judged
order by last_state <> 'healthy' desc, source_id
