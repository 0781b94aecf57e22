-- Take a run: its start, or how it ended.
merge into ops.runs as held
using incoming as found
using (run_id)
when matched then update by name
when not matched then insert by name
returning merge_action
