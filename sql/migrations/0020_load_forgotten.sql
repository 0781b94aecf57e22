-- What was forgotten: a tombstone without content, so that it is not fetched again.
create table ops.forgotten (
    forgotten_id varchar not null,
    subject_type varchar not null,
    forget_id varchar not null,
    forgotten_at timestamptz not null,
    primary key (forgotten_id, subject_type),
    check (subject_type in ('article', 'url', 'source'))
);

comment on table ops.forgotten is 'Tombstones of what was forgotten, without its content: nothing of it is fetched again.';
comment on column ops.forgotten.forgotten_id is 'Digest of the canonical URL (the former article_id) or of another address of it; of a source its name.';
comment on column ops.forgotten.subject_type is '''article'' ''url'' ''source''.';
comment on column ops.forgotten.forget_id is 'Which forgetting it was part of.';
comment on column ops.forgotten.forgotten_at is 'When it was forgotten.';

comment on column raw.links.link_type is '''article'' or ''feed''; ''forgotten'' where only the digest of the address is known any more.';
