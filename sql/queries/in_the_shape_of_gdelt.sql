-- Which places do articles name, in the shape of GDELT's GKG 2.1?
select
    GKGRECORDID,
    DATE,
    SourceCommonName,
    DocumentIdentifier,
    V1LOCATIONS,
    V2ENHANCEDLOCATIONS,
from marts.gdelt_gkg
order by DATE desc, GKGRECORDID
limit 100
