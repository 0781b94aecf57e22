-- Take how far files are read; where they were before does not matter.
merge into ops.intakes as held
using incoming as found
using (intake_id)
when matched then update by name
when not matched then insert by name
returning merge_action
