-- The versions of an article are numbered 1, 2, 3.
-- severity: error
-- scope: batch
select
    article_id,
    list(version_number order by version_number) as numbers,
from core.article_versions
where article_id in (select article_id from core.article_versions where loaded_at >= $since)
group by article_id
having min(version_number) <> 1
    or max(version_number) <> count(*)
    or count(distinct version_number) <> count(*)
