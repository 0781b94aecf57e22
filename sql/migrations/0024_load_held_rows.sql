-- A check inside a load keeps a batch out; a run says how many rows of it broke the check.
alter table ops.checks add column held_rows bigint default 0;
alter table ops.checks alter column held_rows set not null;
comment on column ops.checks.held_rows is 'Rows of batches that the check kept out of the tables in this run.';
