-- What stands in the same sentence after an offset; at most 500 code points are looked at.
create or replace macro after_in_sentence(text, end_char) as
    regexp_extract(
        regexp_extract(abbreviations_masked(substring(text, end_char + 1, 500)), '(?s)^(.*?)(?:\n\s*\n|$)', 1),
        '(?s)^(?:.*?[.!?…؟]+["”’»)\]]*(?:\s|$)|.*$)'
    );

comment on macro after_in_sentence is 'What stands in the same sentence after an offset; stops of abbreviations are masked.';
