-- How sources do: a row for each change of a source's state, with the day and the reason.
create table ops.source_states (
    source_id varchar not null,
    since timestamptz not null,
    state varchar not null,
    reason varchar not null,
    run_id varchar not null,
    primary key (source_id, since)
);

comment on table ops.source_states is 'How sources do, judged from their fetches at the end of each run; a row for each change.';
comment on column ops.source_states.source_id is 'Source, by the name of its file in the catalog.';
comment on column ops.source_states.since is 'When it was first judged so.';
comment on column ops.source_states.state is '''new'' ''healthy'' ''degraded'' ''blocked'' ''silent'' ''gone''.';
comment on column ops.source_states.reason is 'Why, in a sentence.';
comment on column ops.source_states.run_id is 'Run after which it was judged so.';

comment on column raw.links.found_kind is 'How it was found: ''rss'' ''atom'' ''json_feed'' ''news_sitemap'' ''sitemap'' ''listing'' ''robots'' ''catalog'' ''input''.';
comment on column raw.fetches.reason is 'Why it was not fetched, in a word: ''robots'' ''rights'' ''guard'' ''known'' ''not_due'' ''withdrawn'' ''unreadable'' ''timeout'' ''http_404'' and so on.';
