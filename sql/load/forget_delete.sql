-- Take out what `gone_*` names. A story whose first article goes is from now on that of the next one.
create or replace temp table heads as
select
    story_id,
    arg_min(article_id, (seen_at, article_id)) as head,
    min(seen_at) as seen_at,
from core.articles
where story_id in (select article_id from gone_articles)
    and article_id not in (select article_id from gone_articles)
group by story_id;

create or replace temp table touched as
select head as story_id
from heads
union
select story_id
from core.story_articles
where article_id in (select article_id from gone_articles);

insert into core.stories by name
select
    heads.head as story_id,
    stories.body_digest,
    heads.seen_at,
    now() as loaded_at,
from heads
inner join core.stories as stories using (story_id);

update core.articles
set story_id = heads.head
from heads
where articles.story_id = heads.story_id and articles.article_id not in (select article_id from gone_articles);

update core.origins
set of_article_id = heads.head
from heads
where origins.of_article_id = heads.story_id and origins.article_id <> heads.head;

update core.origins
set
    relation = 'original',
    of_article_id = null,
    similarity = null,
    containment = null,
    shared_quotes = null,
    found_by = null
where of_article_id in (select article_id from gone_articles);

delete from core.stories where story_id in (select article_id from gone_articles);

delete from core.origins where article_id in (select article_id from gone_articles);

delete from core.mentions where version_id in (select version_id from gone_versions);

delete from core.article_places where version_id in (select version_id from gone_versions);

delete from core.signatures where version_id in (select version_id from gone_versions);

delete from core.version_changes where version_id in (select version_id from gone_versions);

delete from core.article_versions where version_id in (select version_id from gone_versions);

delete from ops.rejections
where subject in (
    select url from asked where url is not null
    union
    select url from raw.links where link_id in (select link_id from gone_links)
    union
    select found_in from raw.links where link_id in (select link_id from gone_links) and found_kind = 'input'
    union
    select source_id from asked where source_id is not null
);

-- The first bad row of a check may quote what is forgotten.
update ops.checks
set example = null
where exists (
    select 1 from gone_articles where contains(checks.example, gone_articles.article_id)
    union all
    select 1 from gone_versions where contains(checks.example, gone_versions.version_id)
    union all
    select 1 from gone_fetches where contains(checks.example, gone_fetches.url)
);

delete from core.articles where article_id in (select article_id from gone_articles);

delete from raw.reprocessings where article_id in (select article_id from gone_articles);

delete from raw.geocodings where cleaning_id in (select cleaning_id from gone_cleanings);

delete from raw.cleanings where cleaning_id in (select cleaning_id from gone_cleanings);

delete from raw.fetches where fetch_id in (select fetch_id from gone_fetches);

delete from raw.links where link_id in (select link_id from gone_links);

delete from core.sources where source_id in (select source_id from asked);

delete from ops.source_states where source_id in (select source_id from asked);
