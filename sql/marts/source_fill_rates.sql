-- How many of a source's recent articles have each field, beside what the source's file promises.
-- Recent is what was fetched in the 30 days up to the source's last new text.
create or replace view marts.source_fill_rates as
with
last_texts as (
    select
        articles.source_id,
        max(versions.fetched_at) as last_at,
    from core.articles as articles
    inner join core.article_versions as versions on versions.version_id = articles.current_version_id
    group by articles.source_id
),

fields as (
    select
        articles.source_id,
        unnest([
            {'field': 'headline', 'has': coalesce(versions.headline, '') <> ''},
            {'field': 'alternative_headline', 'has': coalesce(versions.alternative_headline, '') <> ''},
            {'field': 'description', 'has': coalesce(versions.description, '') <> ''},
            {'field': 'article_body', 'has': versions.word_count > 0},
            {'field': 'article_section', 'has': coalesce(versions.article_section, '') <> ''},
            {'field': 'author', 'has': len(versions.author) > 0},
            {'field': 'publisher', 'has': coalesce(versions.publisher, '') <> ''},
            {'field': 'date_published', 'has': versions.date_published is not null},
            {'field': 'date_modified', 'has': versions.date_modified is not null},
            {'field': 'dateline', 'has': coalesce(versions.dateline, '') <> ''},
            {'field': 'in_language', 'has': coalesce(versions.in_language, '') <> ''},
            {'field': 'is_accessible_for_free', 'has': versions.is_accessible_for_free is not null},
            {'field': 'keywords', 'has': len(versions.keywords) > 0},
            {'field': 'image', 'has': coalesce(versions.image, '') <> ''},
            {'field': 'image_caption', 'has': coalesce(versions.image_caption, '') <> ''},
        ], recursive := true),
    from core.articles as articles
    inner join core.article_versions as versions on versions.version_id = articles.current_version_id
    inner join last_texts on last_texts.source_id = articles.source_id
    where versions.fetched_at > last_texts.last_at - interval 30 day
),

filled as (
    select
        source_id,
        field,
        count(*) as article_count,
        count(*) filter (has) as filled_count,
    from fields
    group by source_id, field
)

select
    filled.source_id,
    filled.field,
    filled.article_count,
    filled.filled_count,
    filled.filled_count / filled.article_count as fill_rate,
    json_extract(sources.expected_fill, '$."' || filled.field || '"')::double as expected_rate,
from filled
left join core.sources as sources on sources.source_id = filled.source_id;

comment on view marts.source_fill_rates is 'How many of a source''s articles of the last 30 days have each field, beside what its file promises.';
comment on column marts.source_fill_rates.field is 'Field of the article.';
comment on column marts.source_fill_rates.article_count is 'Articles fetched in the 30 days up to the last new text of the source.';
comment on column marts.source_fill_rates.filled_count is 'Those that have the field.';
comment on column marts.source_fill_rates.fill_rate is 'Share that has the field, 0 to 1.';
comment on column marts.source_fill_rates.expected_rate is 'Share that the source''s file promises; empty where it promises none.';
