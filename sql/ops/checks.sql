-- Take how the checks of a run ended; checked again, the last result counts.
merge into ops.checks as held
using incoming as found
using (run_id, check_name)
when matched then update by name
when not matched then insert by name
returning merge_action
