-- A text of the same length in which the stops of initials and abbreviations end no sentence.
create or replace macro abbreviations_masked(text) as
    regexp_replace(
        regexp_replace(text, '\b(\p{Lu})\.', '\1․', 'g'),
        '\b(Mr|Mrs|Ms|Dr|Prof|Gen|Col|Maj|Capt|Lt|Sgt|Adm|Gov|Sen|Rep|Hon|Rev|St|Mt|Ft|No|vs|Inc|Ltd|Co|Corp|Calif|Mass|Conn|Penn|Tenn|Fla|Ala|Ariz|Ark|Ga|Ill|Ind|Kan|Ky|La|Md|Mich|Minn|Miss|Mo|Mont|Neb|Nev|Okla|Ore|Tex|Va|Vt|Wash|Wis|Wyo|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)\.',
        '\1․',
        'g'
    );

comment on macro abbreviations_masked is 'Text of the same length in which the stops of initials and abbreviations are masked.';
