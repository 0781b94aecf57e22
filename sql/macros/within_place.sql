-- Places that lie in a place for the most part, itself included, with the share that lies there.
create or replace macro within_place(container, least_share := 0.5) as table
    select
        places.place_id,
        places.name,
        coalesce(within.share, 1.0) as share,
    from core.places as places
    left join ref.place_within as within
        on within.place_id = places.place_id and within.container_id = container
    where places.place_id = container or within.share >= least_share;

comment on macro table within_place is 'Places that lie in a place with at least least_share of their extent (default half), itself included, given by the id of the place.';
