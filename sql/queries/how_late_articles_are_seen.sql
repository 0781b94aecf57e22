-- How long after publication is an article of each source in the archive?
select
    articles.source_id,
    count(*) as articles,
    round(median(epoch(articles.seen_at - versions.date_published)) / 60) as median_minutes,
    round(
        quantile_cont(epoch(articles.seen_at - versions.date_published), 0.9) / 60
    ) as minutes_of_the_slowest_tenth,
from core.articles as articles
inner join core.article_versions as versions on versions.version_id = articles.current_version_id
where versions.date_published_precision = 'second'
group by articles.source_id
order by median_minutes, articles.source_id
