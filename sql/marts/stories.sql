-- Stories: one row a text, however many sites carry it, with who had it first and whom it credits.
create or replace view marts.stories as
with
members as (
    select
        articles.story_id,
        articles.article_id,
        articles.source_id,
        articles.seen_at,
        versions.headline,
        versions.date_published,
        origins.relation,
        origins.agency,
        origins.similarity,
        -- A day without an hour says no more than its end.
        coalesce(
            versions.date_published + if(versions.date_published_precision = 'day', interval 1 day, interval 0 day),
            articles.seen_at
        ) as said_at,
    from core.articles as articles
    inner join core.article_versions as versions on versions.version_id = articles.current_version_id
    left join core.origins as origins on origins.article_id = articles.article_id
),

rewrites as (
    select
        of_articles.story_id,
        count(*) as rewrite_count,
    from core.origins as origins
    inner join core.articles as of_articles on of_articles.article_id = origins.of_article_id
    where origins.relation = 'rewrite'
    group by of_articles.story_id
),

-- Most stories are one article, of which nothing is to be gathered.
carried as (
    select
        story_id,
        arg_min(headline, (said_at, seen_at, article_id)) as headline,
        arg_min(article_id, (said_at, seen_at, article_id)) as original_article_id,
        arg_min(source_id, (said_at, seen_at, article_id)) as original_source_id,
        mode(agency) as agency,
        min(date_published) as date_published,
        min(seen_at) as seen_at,
        count(*) as article_count,
        count(distinct source_id) as source_count,
        min(similarity) as least_similarity,
    from members
    where story_id in (select story_id from core.story_articles)
    group by story_id
    union all
    select
        story_id,
        headline,
        article_id,
        source_id,
        agency,
        date_published,
        seen_at,
        1,
        1,
        similarity,
    from members
    where story_id not in (select story_id from core.story_articles)
)

select
    carried.story_id,
    carried.headline,
    carried.original_article_id,
    carried.original_source_id,
    carried.agency,
    carried.date_published,
    carried.seen_at,
    carried.article_count,
    carried.source_count,
    carried.least_similarity,
    coalesce(rewrites.rewrite_count, 0) as rewrite_count,
from carried
left join rewrites using (story_id);

comment on view marts.stories is 'Stories: one row a text, however many sites carry it, with who had it first and whom it credits.';
comment on column marts.stories.headline is 'Headline of the earliest article.';
comment on column marts.stories.original_article_id is 'The earliest article: first published, else first seen.';
comment on column marts.stories.original_source_id is 'Source of the earliest article.';
comment on column marts.stories.agency is 'News agency that most of its articles are signed by.';
comment on column marts.stories.date_published is 'First date of publication that any of its articles claims.';
comment on column marts.stories.seen_at is 'When the first of its articles was seen.';
comment on column marts.stories.article_count is 'Articles that carry the text.';
comment on column marts.stories.source_count is 'Sources that carry the text.';
comment on column marts.stories.least_similarity is 'Similarity of the copy that is least like the text it was matched with, 0 to 1.';
comment on column marts.stories.rewrite_count is 'Articles that share the quotes of this story in other words; each is a story of its own.';
