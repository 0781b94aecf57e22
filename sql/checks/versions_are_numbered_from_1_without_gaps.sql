-- The versions of an article are numbered 1, 2, 3.
-- severity: error
-- scope: batch
with
fresh as (
    select
        article_id,
        version_number,
    from core.article_versions
    where loaded_at >= $since
),

-- One first version needs no look at all the versions there are; that no other is the first tells
-- keys_are_given_once.
touched as (
    select article_id
    from fresh
    group by article_id
    having count(*) > 1 or min(version_number) <> 1
)

select
    article_id,
    list(version_number order by version_number) as numbers,
from core.article_versions
where article_id in (select article_id from touched)
group by article_id
having min(version_number) <> 1
    or max(version_number) <> count(*)
    or count(distinct version_number) <> count(*)
