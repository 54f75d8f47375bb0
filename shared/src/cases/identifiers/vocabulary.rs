//! Words with which capitals and relations are told from names. Facts of the language, in small
//! letters, one space between them.

/// Whether a word is among these.
pub(super) fn among(words: &str, word: &str) -> bool {
    words.split_ascii_whitespace().any(|one| one == word)
}

pub(super) const TITLES: &str = "\
    mr mrs miss ms mx dr prof professor rev mister \
";

/// Who somebody is to the young person, or does for them: a capitalised word after it is a name.
pub(super) const RELATIONS: &str = "\
    mum mother dad father stepdad stepmum stepfather stepmother brother sister stepbrother \
    stepsister sibling twin nan nana gran grandma grandmother grandad grandfather aunt auntie \
    uncle cousin friend boyfriend girlfriend partner son daughter worker keyworker mentor teacher \
    carer therapist nurse counsellor psychologist psychiatrist tutor neighbour \
";

/// Capitalised words that are not the name of a person, wherever they stand: days, months, places,
/// services, and words of the field.
pub(super) const NO_NAME: &str = "\
    monday tuesday wednesday thursday friday saturday sunday january february march april may june \
    july august september october november december spring summer autumn winter easter christmas \
    ramadan eid diwali kent medway england english britain british london europe ashford \
    canterbury dartford dover folkestone hythe gravesham gravesend maidstone sevenoaks swale \
    sittingbourne sheppey thanet margate ramsgate tonbridge malling tunbridge wells chatham \
    gillingham rochester faversham deal west east north south mid coast county council trust \
    foundation nhs camhs cypmhs nelft kooth samaritans childline mind minds youngminds headstart \
    barnardo barnardos porchlight shout salus early help intensive support service services team \
    teams unit hub centre school schools primary secondary grammar academy college university \
    hospital clinic surgery practice ward church youth club group groups board plan plans review \
    reviews meeting pathway point access single step down up level tier stage phase mental health \
    emotional wellbeing positive behaviour behavioural cognitive therapy dialectical family \
    families children child young people person looked after care leavers education special \
    educational needs send autism spectrum strengths difficulties questionnaire revised anxiety \
    depression scale score child's parent parents carers mum dad nan gran he she they we the a an \
    i it this that these those her his their our my your who and but so if when while since \
    because however also then now today yesterday tomorrow no not yes year years term reception \
    nursery key sixth form gcse gcses maths science history art music drama pe duke edinburgh \
    award scouts guides cadets xbox minecraft roblox fortnite tiktok instagram snapchat whatsapp \
    youtube discord zoom god mr mrs miss ms dr gp a&e social worker designated safeguarding lead \
    senco police fire ambulance crisis home treatment mood spark big act law code gillick fraser \
    national institute red green amber blue black white lego ok okay adhd asd ptsd ocd cbt dbt \
    emdr rcads sdq goal goals based outcomes outcome measure measures session sessions anna freud \
    waller vineland conners tavistock all one two three what how where why there before agreed \
    asked said goes went attends attended says wants likes back new first next last at in on for \
    from with to of or by as is was will can has had have be been do does did let's i'm i've \
    attendance mediation \
";

/// What follows or precedes a name where it is that of a place or a body.
pub(super) const BODIES: &str = "\
    school primary secondary grammar academy college university hospital clinic surgery centre \
    trust foundation church street road park ward house hub unit court infant infants junior \
    juniors technique scale test syndrome competence competent guidelines lodge st saint king \
    queen sir lord \
";
