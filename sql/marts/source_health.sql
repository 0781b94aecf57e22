-- How each source does: its state and why, what it brings beside what is expected, what its addresses answer.
-- Hours are left out, so that asking a source once more on a day changes nothing here.
create or replace view marts.source_health as
with
states as (
    select
        source_id,
        arg_max(state, since) as state,
        max(since) as state_since,
        arg_max(reason, since) as state_reason,
    from ops.source_states
    group by source_id
),

asked as (
    select
        fetches.source_id,
        make_timestamp(epoch_us(max(fetches.fetched_at)))::date as asked_on,
        make_timestamp(
            epoch_us(max(fetches.fetched_at) filter (fetches.outcome in ('fetched', 'not_modified')))
        )::date as answered_on,
    from raw.fetches as fetches
    inner join raw.links as links using (link_id)
    where links.link_type = 'feed' and fetches.outcome <> 'skipped'
    group by fetches.source_id
),

last_tries as (
    select
        fetches.source_id,
        fetches.link_id,
        arg_max(fetches.outcome, fetches.fetched_at) as outcome,
    from raw.fetches as fetches
    inner join asked on asked.source_id = fetches.source_id
    where fetches.outcome <> 'skipped' and fetches.fetched_at > asked.asked_on - interval 30 day
    group by fetches.source_id, fetches.link_id
),

tries as (
    select
        source_id,
        count(*) as address_count,
        count(*) filter (outcome = 'refused') as refused_count,
        count(*) filter (outcome = 'failed') as failed_count,
    from last_tries
    group by source_id
),

articles as (
    select
        source_id,
        sum(article_count)::bigint as article_count,
        max(day) filter (article_count > 0) as last_article_on,
        arg_max(expected_count, day) filter (expected_count is not null) as expected_articles_a_day,
        count(*) filter (not is_as_expected) as unexpected_days,
    from marts.source_coverage
    group by source_id
),

last_days as (
    select
        source_id,
        avg(article_count) as articles_a_day,
    from (
        select *
        from marts.source_coverage
        where is_watched
        qualify row_number() over (partition by source_id order by day desc) between 2 and 8
    )
    group by source_id
),

fills as (
    select
        source_id,
        list(field order by field) as fields_below_promise,
    from marts.source_fill_rates
    where fill_rate < expected_rate
    group by source_id
)

select
    sources.source_id,
    sources.name as source_name,
    sources.country_code,
    states.state,
    states.state_since,
    states.state_reason,
    asked.asked_on,
    asked.answered_on,
    coalesce(articles.article_count, 0) as article_count,
    articles.last_article_on,
    last_days.articles_a_day,
    coalesce(articles.expected_articles_a_day, sources.expected_articles_a_day) as expected_articles_a_day,
    coalesce(articles.unexpected_days, 0) as unexpected_days,
    coalesce(tries.address_count, 0) as address_count,
    coalesce(tries.refused_count, 0) as refused_count,
    coalesce(tries.failed_count, 0) as failed_count,
    coalesce(fills.fields_below_promise, []) as fields_below_promise,
from core.sources as sources
left join states using (source_id)
left join asked using (source_id)
left join tries using (source_id)
left join articles using (source_id)
left join last_days using (source_id)
left join fills using (source_id);

comment on view marts.source_health is 'How each source does: its state and why, what it brings beside what is expected, what its addresses answer.';
comment on column marts.source_health.source_name is 'Name of the publisher.';
comment on column marts.source_health.country_code is 'Country of the publisher (ISO 3166-1 alpha-2).';
comment on column marts.source_health.state is '''new'' ''healthy'' ''degraded'' ''blocked'' ''silent'' ''gone''; empty where its feeds were never asked.';
comment on column marts.source_health.state_since is 'When it was first judged so.';
comment on column marts.source_health.state_reason is 'Why, in a sentence.';
comment on column marts.source_health.asked_on is 'Day on which a feed of the source was asked last.';
comment on column marts.source_health.answered_on is 'Day on which a feed of the source answered last.';
comment on column marts.source_health.article_count is 'Articles that there are of it.';
comment on column marts.source_health.last_article_on is 'Day of its last article.';
comment on column marts.source_health.articles_a_day is 'Articles a day over the last seven watched days that are over.';
comment on column marts.source_health.expected_articles_a_day is 'Articles a day that are expected: what its file says, else its own median.';
comment on column marts.source_health.unexpected_days is 'Days whose count lies outside its band.';
comment on column marts.source_health.address_count is 'Addresses that were tried in the 30 days up to the last ask.';
comment on column marts.source_health.refused_count is 'Those that were refused at the last try.';
comment on column marts.source_health.failed_count is 'Those that failed at the last try.';
comment on column marts.source_health.fields_below_promise is 'Fields that fewer articles have than its file promises.';
