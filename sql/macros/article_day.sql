-- The day of an article: on its publisher's calendar; else in UTC; else the day on which it was seen first.
-- Days in UTC are taken without the session's time zone, which would need an extension and differ by reader.
create or replace macro article_day(date_published_local, date_published, seen_at) as
    coalesce(
        date_published_local,
        make_timestamp(epoch_us(date_published))::date,
        make_timestamp(epoch_us(seen_at))::date
    );

comment on macro article_day is 'Day of an article: on its publisher''s calendar, else in UTC, else the day it was seen first.';
