-- The day of each version of some ids, and of all that were loaded since an instant.
create or replace macro version_days(ids, instant) as table (
    with
    fresh as (
        select
            version_id,
            day,
        from core.article_versions
        where loaded_at >= instant
    ),

    -- What comes with its version needs no look at all the versions there are.
    older as (
        select
            version_id,
            day,
        from core.article_versions
        where loaded_at < instant
            and version_id in (select unnest(ids) as version_id except select version_id from fresh)
    )

    from fresh
    union all
    from older
);

comment on macro table version_days is 'Days of the versions of some ids, and of all that were loaded since an instant.';
