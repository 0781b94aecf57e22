-- How each check of a run ended, and how often it was broken in the thirty runs before.
with ranked as (
    select
        *,
        row_number() over (partition by check_name order by checked_at desc) as age,
    from ops.checks
)
select
    ranked.check_name,
    ranked.severity,
    ranked.bad_rows,
    ranked.held_rows,
    (
        select count(*)
        from ranked as earlier
        where earlier.check_name = ranked.check_name and earlier.age between 2 and 31 and earlier.bad_rows > 0
    ) as broken_before,
from ranked
where ranked.run_id = $run_id
order by ranked.bad_rows desc, ranked.check_name
