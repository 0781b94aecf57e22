-- What a source is expected to bring, as its file says: what coverage and fill rates are held against.
alter table core.sources add column expected_articles_a_day double;
alter table core.sources add column expected_fill varchar;

comment on column core.sources.expected_articles_a_day is 'Articles that it publishes on a usual day, as its file says; empty where it says nothing.';
comment on column core.sources.expected_fill is 'Share of its articles that has each field, as its file promises, as JSON: {"author": 0.9}.';
