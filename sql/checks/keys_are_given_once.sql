-- The key of a row is that of no other: these tables have no index that would see to it.
-- severity: error
-- scope: base
with
-- Numbers are counted in a tenth of the time that ids take.
doubled_articles as (
    select hash(article_id)
    from core.articles
    group by hash(article_id)
    having count(*) > 1 and max(loaded_at) >= $since
),

doubled_article_versions as (
    select hash(version_id)
    from core.article_versions
    group by hash(version_id)
    having count(*) > 1 and max(loaded_at) >= $since
),

doubled_version_changes as (
    select hash(version_id)
    from core.version_changes
    group by hash(version_id)
    having count(*) > 1 and max(loaded_at) >= $since
),

doubled_signatures as (
    select hash(version_id)
    from core.signatures
    group by hash(version_id)
    having count(*) > 1 and max(loaded_at) >= $since
),

doubled_stories as (
    select hash(story_id)
    from core.stories
    group by hash(story_id)
    having count(*) > 1 and max(loaded_at) >= $since
),

doubled_origins as (
    select hash(article_id)
    from core.origins
    group by hash(article_id)
    having count(*) > 1 and max(loaded_at) >= $since
),

doubled_mentions as (
    select hash(mention_id)
    from core.mentions
    group by hash(mention_id)
    having count(*) > 1 and max(loaded_at) >= $since
),

doubled_article_places as (
    select hash(version_id, place_id, role)
    from core.article_places
    group by hash(version_id, place_id, role)
    having count(*) > 1 and max(loaded_at) >= $since
),

doubled_links as (
    select hash(link_id)
    from raw.links
    group by hash(link_id)
    having count(*) > 1 and max(loaded_at) >= $since
),

doubled_fetches as (
    select hash(fetch_id)
    from raw.fetches
    group by hash(fetch_id)
    having count(*) > 1 and max(loaded_at) >= $since
),

doubled_cleanings as (
    select hash(cleaning_id)
    from raw.cleanings
    group by hash(cleaning_id)
    having count(*) > 1 and max(loaded_at) >= $since
),

doubled_geocodings as (
    select hash(cleaning_id, geocoder_version)
    from raw.geocodings
    group by hash(cleaning_id, geocoder_version)
    having count(*) > 1 and max(loaded_at) >= $since
)

select
    'core.articles' as table_name,
    article_id as key,
    count(*) as row_count,
from core.articles
where hash(article_id) in (from doubled_articles)
group by article_id
having count(*) > 1
union all
select
    'core.article_versions' as table_name,
    version_id as key,
    count(*) as row_count,
from core.article_versions
where hash(version_id) in (from doubled_article_versions)
group by version_id
having count(*) > 1
union all
select
    'core.version_changes' as table_name,
    version_id as key,
    count(*) as row_count,
from core.version_changes
where hash(version_id) in (from doubled_version_changes)
group by version_id
having count(*) > 1
union all
select
    'core.signatures' as table_name,
    version_id as key,
    count(*) as row_count,
from core.signatures
where hash(version_id) in (from doubled_signatures)
group by version_id
having count(*) > 1
union all
select
    'core.stories' as table_name,
    story_id as key,
    count(*) as row_count,
from core.stories
where hash(story_id) in (from doubled_stories)
group by story_id
having count(*) > 1
union all
select
    'core.origins' as table_name,
    article_id as key,
    count(*) as row_count,
from core.origins
where hash(article_id) in (from doubled_origins)
group by article_id
having count(*) > 1
union all
select
    'core.mentions' as table_name,
    mention_id as key,
    count(*) as row_count,
from core.mentions
where hash(mention_id) in (from doubled_mentions)
group by mention_id
having count(*) > 1
union all
select
    'core.article_places' as table_name,
    version_id || ' ' || place_id || ' ' || role as key,
    count(*) as row_count,
from core.article_places
where hash(version_id, place_id, role) in (from doubled_article_places)
group by version_id, place_id, role
having count(*) > 1
union all
select
    'raw.links' as table_name,
    link_id as key,
    count(*) as row_count,
from raw.links
where hash(link_id) in (from doubled_links)
group by link_id
having count(*) > 1
union all
select
    'raw.fetches' as table_name,
    fetch_id as key,
    count(*) as row_count,
from raw.fetches
where hash(fetch_id) in (from doubled_fetches)
group by fetch_id
having count(*) > 1
union all
select
    'raw.cleanings' as table_name,
    cleaning_id as key,
    count(*) as row_count,
from raw.cleanings
where hash(cleaning_id) in (from doubled_cleanings)
group by cleaning_id
having count(*) > 1
union all
select
    'raw.geocodings' as table_name,
    cleaning_id || ' ' || geocoder_version as key,
    count(*) as row_count,
from raw.geocodings
where hash(cleaning_id, geocoder_version) in (from doubled_geocodings)
group by cleaning_id, geocoder_version
having count(*) > 1
