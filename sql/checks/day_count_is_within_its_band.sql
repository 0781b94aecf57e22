-- In the last week, a source had as many articles a day as its file says or its own last weeks let expect.
-- severity: warning
-- scope: base
select
    source_id,
    day,
    article_count,
    expected_count,
    band_low,
    band_high,
from marts.source_coverage
where not is_as_expected
    and day >= make_timestamp(epoch_us($since::timestamptz))::date
    and day > (select make_timestamp(epoch_us(max(fetched_at)))::date from raw.fetches) - 8
