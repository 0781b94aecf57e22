-- How precisely are the mentions known, and how sure are we of them?
select
    precision,
    count(*) as mentions,
    round(100.0 * count(*) / sum(count(*)) over (), 1) as percent,
    round(avg(confidence), 2) as mean_confidence,
    round(median(coordinate_uncertainty_m) / 1000, 1) as median_uncertainty_km,
from core.mentions
group by precision
order by mentions desc, precision
