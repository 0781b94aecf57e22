-- How the work went: runs, checks, rejections, migrations.
create schema ops;

create table ops.migrations (
    version bigint not null,
    name varchar not null,
    applied_at timestamptz not null,
    primary key (version)
);

comment on table ops.migrations is 'Migrations that this database has seen.';
comment on column ops.migrations.version is 'Number of the migration.';
comment on column ops.migrations.name is 'Its file in sql/migrations, without .sql.';
comment on column ops.migrations.applied_at is 'When it was applied.';

create table ops.rejections (
    rejection_id varchar not null,
    run_id varchar not null,
    stage varchar not null,
    subject varchar not null,
    reason varchar not null,
    next_step varchar not null,
    rejected_at timestamptz not null,
    primary key (rejection_id)
);

comment on table ops.rejections is 'Content and input that could not be used, with the reason and the next step.';
comment on column ops.rejections.rejection_id is 'Id of the rejection: digest of stage, subject and reason.';
comment on column ops.rejections.run_id is 'Run that met it first.';
comment on column ops.rejections.stage is '''input'' ''discover'' ''clean'' ''geocode'' ''load''.';
comment on column ops.rejections.subject is 'URL, path, source or batch.';
comment on column ops.rejections.reason is 'Why it could not be used.';
comment on column ops.rejections.next_step is 'What to do about it.';
comment on column ops.rejections.rejected_at is 'When it was met first.';

create table ops.runs (
    run_id varchar not null,
    flow varchar not null,
    state varchar not null,
    reason varchar,
    sources varchar[] not null,
    inputs varchar[] not null,
    pid bigint not null,
    started_at timestamptz not null,
    ended_at timestamptz,
    primary key (run_id)
);

comment on table ops.runs is 'Runs of flows.';
comment on column ops.runs.run_id is 'Run: the id of Prefect''s flow run.';
comment on column ops.runs.flow is 'Name of the flow.';
comment on column ops.runs.state is '''running'' ''completed'' ''failed'' ''crashed''.';
comment on column ops.runs.reason is 'Why it failed.';
comment on column ops.runs.sources is 'Sources that it was asked for.';
comment on column ops.runs.inputs is 'Files, folders and URLs that it was given.';
comment on column ops.runs.pid is 'Process that ran it.';
comment on column ops.runs.started_at is 'When it started.';
comment on column ops.runs.ended_at is 'When it ended.';

create table ops.checks (
    run_id varchar not null,
    check_name varchar not null,
    severity varchar not null,
    bad_rows bigint not null,
    example varchar,
    checked_at timestamptz not null,
    primary key (run_id, check_name)
);

comment on table ops.checks is 'How each check ended in each run.';
comment on column ops.checks.run_id is 'Run: the id of Prefect''s flow run.';
comment on column ops.checks.check_name is 'Name of the check: its file in sql/checks.';
comment on column ops.checks.severity is '''error'' or ''warning''.';
comment on column ops.checks.bad_rows is 'Rows that break the assertion.';
comment on column ops.checks.example is 'The first of them, as JSON.';
comment on column ops.checks.checked_at is 'When the check ran.';
