-- What the cleaner tells apart besides; null in rows of cleaners that did not.
alter table raw.cleanings add column author_agency varchar[];
alter table raw.cleanings add column breadcrumb varchar[];
alter table raw.cleanings add column block_kinds varchar[];
alter table raw.cleanings add column flags varchar[];

comment on column raw.cleanings.author_agency is 'Agencies and desks that stand where authors do: ''Reuters''.';
comment on column raw.cleanings.breadcrumb is 'Breadcrumb of the page, from the outermost section.';
comment on column raw.cleanings.block_kinds is 'Kind of each paragraph of article_body: ''paragraph'' ''heading'' ''quote'' ''list'' ''table''.';
comment on column raw.cleanings.flags is 'What is special about it: ''live_blog'' ''gallery'' ''video'' ''paywalled''.';
