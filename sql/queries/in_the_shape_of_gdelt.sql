-- Which places do articles name, in the shape of GDELT's GKG 2.1?
with
-- With their days given, no other mentions are listed.
newest as (
    select
        article_id,
        day,
    from core.articles
    order by seen_at desc, article_id desc
    limit 100
)

select
    GKGRECORDID,
    DATE,
    SourceCommonName,
    DocumentIdentifier,
    V1LOCATIONS,
    V2ENHANCEDLOCATIONS,
from marts.gdelt_gkg
where article_id in (select article_id from newest)
    and day in (select day from newest)
order by DATE desc, GKGRECORDID
