-- A text without the two characters that divide GDELT's lists of locations.
create or replace macro gdelt_text(text) as
    replace(replace(coalesce(text, ''), '#', ' '), ';', ',');

comment on macro gdelt_text is 'Text without # and ;, which divide GDELT''s lists of locations.';
