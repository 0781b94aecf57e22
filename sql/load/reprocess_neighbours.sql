-- Each two versions of an article that follow on each other and have no change written beside them.
select
    later.article_id,
    earlier.version_id,
    later.version_id,
    earlier.headline,
    earlier.article_body,
    later.headline,
    later.article_body,
from core.article_versions as later
inner join core.article_versions as earlier
    on earlier.article_id = later.article_id and earlier.version_number = later.version_number - 1
where later.article_id in (select article_id from chosen)
