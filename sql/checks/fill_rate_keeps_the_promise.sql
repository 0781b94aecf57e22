-- Of a source's last articles, ten or more, at least the promised share has each field.
-- severity: warning
-- scope: base
select
    source_id,
    field,
    article_count,
    fill_rate,
    expected_rate,
from marts.source_fill_rates
where article_count >= 10
    and fill_rate < expected_rate
    and source_id in (
        select articles.source_id
        from core.articles as articles
        where articles.loaded_at >= $since
    )
