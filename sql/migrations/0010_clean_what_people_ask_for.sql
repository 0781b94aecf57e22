-- Agency, breadcrumb and flags of a version, as its cleaning read them; rows that are held take them from there.
alter table core.article_versions add column author_agency varchar[];
alter table core.article_versions add column breadcrumb varchar[];
alter table core.article_versions add column flags varchar[];

comment on column core.article_versions.author_agency is 'Agencies and desks that stand where authors do: ''Reuters''.';
comment on column core.article_versions.breadcrumb is 'Path of sections that the page shows, from the outermost: ''Home'' ''Economy'' ''Ports''.';
comment on column core.article_versions.flags is 'What is special about it: ''live_blog'' ''gallery'' ''video'' ''paywalled''; empty where nothing is, null where no cleaner has looked.';

update core.article_versions as versions
set author_agency = cleanings.author_agency,
    breadcrumb = cleanings.breadcrumb,
    flags = cleanings.flags
from raw.cleanings as cleanings
where cleanings.cleaning_id = versions.cleaning_id;
