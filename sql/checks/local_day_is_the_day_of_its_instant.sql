-- The day on the publisher's calendar is that of the instant of publication, give or take a day.
-- severity: warning
-- scope: batch
select
    version_id,
    date_published,
    date_published_local,
    date_published_evidence,
from core.article_versions
where loaded_at >= $since
    and abs(date_published_local - make_timestamp(epoch_us(date_published))::date) > 1
