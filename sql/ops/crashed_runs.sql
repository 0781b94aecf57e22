-- Mark the runs of dead writers: whoever holds the writer's lock knows that no other run is alive.
update ops.runs
set
    state = 'crashed',
    reason = 'Process ' || pid || ' ended without closing the run.',
    ended_at = $now::timestamptz
where state = 'running' and run_id <> $run_id
returning run_id
