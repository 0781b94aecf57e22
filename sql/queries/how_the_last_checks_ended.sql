-- How did the checks of the last run end?
select
    check_name,
    severity,
    bad_rows,
    held_rows,
    example,
    checked_at,
from ops.checks
qualify checked_at = max(checked_at) over ()
order by bad_rows + held_rows desc, check_name
