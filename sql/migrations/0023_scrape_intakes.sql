-- How far a backfill is in what it reads, so that a run that was stopped is gone on with at the record.
create table ops.intakes (
    intake_id varchar not null,
    path varchar not null,
    kind varchar not null,
    position varchar not null,
    page_count bigint not null,
    is_done boolean not null,
    run_id varchar not null,
    read_at timestamptz not null,
    primary key (intake_id)
);

comment on table ops.intakes is 'How far each WARC file and folder of saved pages is taken in by `dateline backfill`.';
comment on column ops.intakes.intake_id is 'Digest of what is read (a WARC file of others by its content, so that it may be moved) and of the filters.';
comment on column ops.intakes.path is 'Where it lay when it was read last.';
comment on column ops.intakes.kind is '''warc'' or ''folder''.';
comment on column ops.intakes.position is 'Where reading goes on: the offset of a record, or the last file that was taken.';
comment on column ops.intakes.page_count is 'Pages that were taken from it.';
comment on column ops.intakes.is_done is 'Whether it was read to its end.';
comment on column ops.intakes.run_id is 'Run that moved it last.';
comment on column ops.intakes.read_at is 'When it was moved last.';

comment on column raw.links.found_kind is 'How it was found: ''rss'' ''atom'' ''json_feed'' ''news_sitemap'' ''sitemap'' ''listing'' ''robots'' ''catalog'' ''input'' (given by hand) ''warc'' (in an archive).';
