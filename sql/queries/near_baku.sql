-- Which articles speak of a place within 150 km of Baku?
select
    articles.day,
    articles.place_name,
    round(places.away_km, 1) as away_km,
    articles.precision,
    articles.role,
    articles.confidence,
    articles.headline,
    articles.url,
from near(40.3777, 49.8920, 150) as places
inner join marts.article_places as articles using (place_id)
order by articles.day desc, places.away_km
