-- What stands in the same sentence before an offset; at most 500 code points are looked at.
create or replace macro before_in_sentence(text, start_char) as
    regexp_replace(
        abbreviations_masked(substring(text, greatest(start_char - 500, 0) + 1, least(start_char, 500))),
        '(?s)^.*(?:[.!?…؟]["”’»)\]]*\s+|\n\s*\n\s*)',
        ''
    );

comment on macro before_in_sentence is 'What stands in the same sentence before an offset; stops of abbreviations are masked.';
