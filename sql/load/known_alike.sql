-- The versions that stand under each key of `wanted`, the first twenty that were loaded.
-- (A text of which there are more copies is found through the first of them.)
with held as (
    select
        rowid as position,
        version_id,
        unnest(keys) as key,
    from core.signatures
    where signature_version = $signature_version
)

select
    held.key,
    arg_min(held.version_id, held.position, 20) as version_ids,
from held
inner join wanted on wanted.key = held.key
group by held.key
