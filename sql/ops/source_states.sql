-- Keep a change of a source's state; what was judged before stays.
merge into ops.source_states as held
using incoming as found
using (source_id, since)
when not matched then insert by name
returning merge_action
