-- How does each source do, and what does it bring beside what is expected?
select
    source_name,
    state,
    state_since::date as since,
    state_reason as why,
    last_article_on,
    round(articles_a_day, 1) as a_day,
    round(expected_articles_a_day, 1) as expected,
    refused_count + failed_count as not_answered,
    fields_below_promise,
from marts.source_health
order by state in ('healthy', 'new'), state, source_name
