-- Which places do articles name, in the shape of GDELT's GKG 2.1?
-- The newest hundred, whose days are known before any mentions are listed: in variables and no subqueries.
set variable newest = (
    select list(article_id)
    from (
        select article_id
        from core.articles
        order by seen_at desc, article_id desc
        limit 100
    )
);

set variable first_day = (
    select min(day)
    from core.articles
    where article_id in (select unnest(getvariable('newest')))
);

select
    GKGRECORDID,
    DATE,
    SourceCommonName,
    DocumentIdentifier,
    V1LOCATIONS,
    V2ENHANCEDLOCATIONS,
from marts.gdelt_gkg
where day >= getvariable('first_day')
    and article_id in (select unnest(getvariable('newest')))
order by DATE desc, GKGRECORDID
