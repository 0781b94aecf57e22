-- The words of a text between two offsets in code points, half-open, from 0.
create or replace macro words_at(text, start_char, end_char) as
    substring(text, start_char + 1, end_char - start_char);

comment on macro words_at is 'Words of a text between two offsets in code points, half-open, from 0.';
