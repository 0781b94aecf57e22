-- Articles by source and day of publication, what was seen beside what was expected; a day without articles is a row.
-- Days run from the first article to the last, and over all days on which the source's feeds were watched.
-- Expected is what the source's file says, else the median of the 28 watched days before, from 14 of them on.
-- Nothing is expected of days before the feeds were watched, nor of the last watched day, which is not over.
-- The band leaves room for chance: three standard deviations of a count, and a quarter to four times in any case.
create or replace view marts.source_coverage as
with
-- An original is the first of its story; of copies those are counted whose original stands elsewhere.
copied as (
    select
        copies.source_id,
        copies.day,
        count(distinct copies.story_id) as story_count,
    from core.story_articles as copies
    anti join core.story_articles as originals
        on originals.article_id = copies.story_id
        and originals.source_id = copies.source_id
        and originals.day = copies.day
    where copies.story_id <> copies.article_id
    group by copies.source_id, copies.day
),

counted_articles as (
    select
        source_id,
        day,
        count(*) as article_count,
        count(*) filter (story_id = article_id) as original_count,
    from core.articles
    group by source_id, day
),

dated as (
    select
        counted_articles.source_id,
        counted_articles.day,
        counted_articles.article_count,
        counted_articles.original_count + coalesce(copied.story_count, 0) as story_count,
    from counted_articles
    left join copied using (source_id, day)
),

watched as (
    select
        fetches.source_id,
        make_timestamp(epoch_us(min(fetches.fetched_at)))::date as first_day,
        make_timestamp(epoch_us(max(fetches.fetched_at)))::date as last_day,
    from raw.fetches as fetches
    inner join raw.links as links using (link_id)
    where links.link_type = 'feed' and fetches.outcome <> 'skipped'
    group by fetches.source_id
),

days as (
    select
        source_id,
        unnest(generate_series(min(day), max(day), interval 1 day))::date as day,
    from dated
    group by source_id
    union
    select
        source_id,
        unnest(generate_series(first_day, last_day, interval 1 day))::date,
    from watched
),

counted as (
    select
        days.source_id,
        days.day,
        coalesce(dated.article_count, 0) as article_count,
        coalesce(dated.story_count, 0) as story_count,
        coalesce(days.day between watched.first_day and watched.last_day, false) as is_watched,
        coalesce(days.day > watched.first_day and days.day < watched.last_day, false) as is_judged,
    from days
    left join dated using (source_id, day)
    left join watched using (source_id)
),

judged_before as (
    select
        days_back.source_id,
        days_back.day,
        median(earlier.article_count) as usual_count,
        min(earlier.article_count) as least_count,
        max(earlier.article_count) as most_count,
        count(*) as judged_days,
    from (
        select
            source_id,
            day,
            unnest(range(1, 29))::integer as back,
        from counted
    ) as days_back
    inner join counted as earlier
        on earlier.source_id = days_back.source_id and earlier.day = days_back.day - days_back.back
    where earlier.is_judged
    group by days_back.source_id, days_back.day
),

learnt as (
    select
        counted.*,
        judged_before.usual_count,
        judged_before.least_count,
        judged_before.most_count,
        coalesce(judged_before.judged_days, 0) as judged_days,
    from counted
    left join judged_before using (source_id, day)
),

expected as (
    select
        learnt.*,
        sources.name as source_name,
        if(
            is_judged,
            coalesce(sources.expected_articles_a_day, if(judged_days >= 14, usual_count, null)),
            null
        )::double as expected_count,
    from learnt
    left join core.sources as sources on sources.source_id = learnt.source_id
),

banded as (
    select
        *,
        greatest(
            0,
            least(
                expected_count / 4,
                expected_count - 3 * sqrt(expected_count),
                if(judged_days >= 14, least_count, null)
            )
        ) as band_low,
        greatest(
            expected_count * 4,
            expected_count + 3 * sqrt(expected_count) + 1,
            if(judged_days >= 14, most_count, null)
        ) as band_high,
    from expected
)

select
    source_id,
    source_name,
    day,
    article_count,
    story_count,
    is_watched,
    expected_count,
    if(expected_count is null, null, band_low) as band_low,
    if(expected_count is null, null, band_high) as band_high,
    if(expected_count is null, null, article_count between band_low and band_high) as is_as_expected,
from banded;

comment on view marts.source_coverage is 'Articles by source and day of publication, seen beside expected; a day without articles is a row.';
comment on column marts.source_coverage.source_name is 'Name of the publisher.';
comment on column marts.source_coverage.day is 'Day of publication.';
comment on column marts.source_coverage.article_count is 'Articles published on that day.';
comment on column marts.source_coverage.story_count is 'Stories among them.';
comment on column marts.source_coverage.is_watched is 'Whether the day lies between the first and the last time that the source''s feeds were asked.';
comment on column marts.source_coverage.expected_count is 'Articles expected on that day: what the source''s file says, else the median of 28 days before; empty where nothing is.';
comment on column marts.source_coverage.band_low is 'Fewer articles than these are too few.';
comment on column marts.source_coverage.band_high is 'More articles than these are too many.';
comment on column marts.source_coverage.is_as_expected is 'Whether the day''s count lies in its band; empty where nothing is expected.';
