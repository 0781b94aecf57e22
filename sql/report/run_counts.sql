-- What a run added to core.
with fresh as (
    select versions.*
    from core.article_versions as versions
    inner join raw.fetches as fetches using (fetch_id)
    where fetches.run_id = $run_id
),
found as (
    select mentions.*
    from core.mentions as mentions
    inner join fresh using (version_id)
)
select
    (select count(*) from fresh where version_number = 1) as article_count,
    (select count(*) from fresh where version_number > 1) as version_count,
    (
        select count(*)
        from core.stories
        where story_id in (select article_id from fresh where version_number = 1)
    ) as story_count,
    (select count(*) from found) as mention_count,
    (select count(*) from found where place_id is null) as unplaced_count,
    (select count(distinct place_id) from found) as place_count
