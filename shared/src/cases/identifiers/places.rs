//! Postcodes and addresses.

use super::{
    IdentifierKind as Kind,
    fold::{Folded, Hit, Word},
};

/// The areas with which postcodes begin.
const AREAS: &[&str] = &[
    "ab", "al", "b", "ba", "bb", "bd", "bf", "bh", "bl", "bn", "br", "bs", "bt", "ca", "cb", "cf",
    "ch", "cm", "co", "cr", "ct", "cv", "cw", "da", "dd", "de", "dg", "dh", "dl", "dn", "dt", "dy",
    "e", "ec", "eh", "en", "ex", "fk", "fy", "g", "gl", "gu", "gy", "ha", "hd", "hg", "hp", "hr",
    "hs", "hu", "hx", "ig", "im", "ip", "iv", "je", "ka", "kt", "kw", "ky", "l", "la", "ld", "le",
    "ll", "ln", "ls", "lu", "m", "me", "mk", "ml", "n", "ne", "ng", "nn", "np", "nr", "nw", "ol",
    "ox", "pa", "pe", "ph", "pl", "po", "pr", "rg", "rh", "rm", "s", "sa", "se", "sg", "sk", "sl",
    "sm", "sn", "so", "sp", "sr", "ss", "st", "sw", "sy", "ta", "td", "tf", "tn", "tq", "tr", "ts",
    "tw", "ub", "w", "wa", "wc", "wd", "wf", "wn", "wr", "ws", "wv", "yo", "ze",
];
/// What looks like the second half of a postcode in small letters, and is none.
const NOT_INWARD: &[&str] = &[
    "st", "nd", "rd", "th", "hr", "wk", "yr", "am", "pm", "mg", "ml", "kg", "cm",
];

/// Words for streets that mean nothing else in a note.
const STREETS: &[&str] = &[
    "street", "road", "avenue", "lane", "crescent", "terrace", "mews", "gardens", "gdns", "ave",
    "rd", "cres",
];
/// Words for streets that mean other things as well: only with capitals, or after words of living.
const PERHAPS: &[&str] = &[
    "close",
    "drive",
    "court",
    "way",
    "place",
    "grove",
    "hill",
    "park",
    "square",
    "walk",
    "row",
    "rise",
    "view",
    "green",
    "parade",
    "buildings",
    "house",
    "cottage",
    "cottages",
    "lodge",
    "farm",
    "st",
    "ln",
    "cl",
    "dr",
    "ct",
    "pl",
    "sq",
];
/// Words of living somewhere.
const LIVING: &[&str] = &[
    "live", "lives", "living", "lived", "address", "stays", "staying", "moved", "moving", "resides",
];
/// What is counted or measured.
const UNITS: &[&str] = &[
    "week", "weeks", "session", "sessions", "hour", "hours", "minute", "minutes", "min", "mins",
    "day", "days", "month", "months", "year", "years", "time", "times", "mile", "miles", "people",
    "steps", "goals", "pm", "am",
];
/// Little words, with which the name of a street hardly begins.
const LITTLE: &[&str] = &[
    "to", "of", "on", "in", "a", "an", "at", "per", "and", "or", "with", "young", "other",
    "others", "staff", "children", "ways", "from", "for", "was", "is", "it", "her", "his", "their",
    "as", "by", "but", "so", "out", "more",
];

pub(super) fn find(text: &Folded, hits: &mut Vec<Hit>) {
    for start in 0..text.chars.len() {
        if let Some(end) = postcode(text, start) {
            hits.push(Hit::refused(Kind::Postcode, start, end));
        }
    }
    for place in 0..text.words.len() {
        hits.extend(street(text, place));
        hits.extend(flat(text, place));
    }
}

/// Where a full postcode ends that begins here.
fn postcode(text: &Folded, start: usize) -> Option<usize> {
    if !text.char(start)?.is_ascii_alphabetic()
        || text.before(start).is_some_and(char::is_alphanumeric)
    {
        return None;
    }
    let letter = |at: usize| text.char(at).is_some_and(|c| c.is_ascii_alphabetic());
    let digit = |at: usize| text.char(at).is_some_and(|c| c.is_ascii_digit());
    let letters = 1 + usize::from(letter(start + 1));
    let area = text.low(start, start + letters);
    if !AREAS.contains(&area.as_str()) || !digit(start + letters) {
        return None;
    }
    // The district is a digit, two digits, or a digit and a letter.
    let short = start + letters + 1;
    let long = short + usize::from(digit(short) || letter(short));
    [long, short].into_iter().find_map(|mut at| {
        let out = at;
        while matches!(text.char(at), Some(' ' | '-' | '.' | '\n')) && at - out < 3 {
            at += 1;
        }
        let nought = matches!(text.char(at), Some('O' | 'o')) && letter(at + 1) && letter(at + 2);
        let inward = (digit(at) || nought && at > out) && unit(text, at + 1) && unit(text, at + 2);
        let small = text
            .chars
            .get(at + 1..at + 3)?
            .iter()
            .all(char::is_ascii_lowercase);
        let other = small && (nought || NOT_INWARD.contains(&text.low(at + 1, at + 3).as_str()));
        (inward && !other && !text.char(at + 3).is_some_and(char::is_alphanumeric))
            .then_some(at + 3)
    })
}

/// A letter that the second half of a postcode can have.
fn unit(text: &Folded, at: usize) -> bool {
    text.char(at).is_some_and(|c| {
        c.is_ascii_alphabetic()
            && !matches!(c.to_ascii_lowercase(), 'c' | 'i' | 'k' | 'm' | 'o' | 'v')
    })
}

/// `14 Acacia Road`, or `lives in Acacia Road`: the street's word is the one at `place`.
fn street(text: &Folded, place: usize) -> Option<Hit> {
    let word = text.words.get(place)?;
    let sure = STREETS.contains(&word.low.as_str());
    if !sure && !PERHAPS.contains(&word.low.as_str()) {
        return None;
    }
    // Up to four words of a name before it, near each other, and before them a number.
    let mut first = place;
    for _ in 0..4 {
        let Some(previous) = first.checked_sub(1) else {
            break;
        };
        let (Some(before), Some(after)) = (text.words.get(previous), text.words.get(first)) else {
            break;
        };
        let near = matches!(
            text.low(before.end, after.start).as_str(),
            " " | ". " | "  "
        );
        if !near || UNITS.contains(&before.low.as_str()) || LITTLE.contains(&before.low.as_str()) {
            break;
        }
        first = previous;
        if number_before(text, before.start).is_some() {
            break;
        }
    }
    if first == place {
        return None;
    }
    let named: Vec<&Word> = text.words.get(first..place)?.iter().collect();
    let opening = named.first()?;
    let capitals = |words: &[&Word]| words.iter().all(|word| word.title || word.caps);
    let lived = text
        .words_before(opening.start, 24)
        .take(4)
        .any(|word| LIVING.contains(&word.low.as_str()));
    if let Some(start) = number_before(text, opening.start)
        && (sure || lived || capitals(&named) && (word.title || word.caps))
    {
        return Some(Hit::refused(Kind::Address, start, word.end));
    }
    // Without a number: the street alone, where somebody is said to live there.
    let last = named.last()?;
    let street_named = last.title && !last.opens && (word.title || sure);
    let living = named.iter().any(|word| LIVING.contains(&word.low.as_str())) || lived;
    (street_named && living && (sure || word.title)).then(|| {
        let from = named
            .iter()
            .rev()
            .take_while(|word| word.title)
            .last()
            .map_or(last.start, |word| word.start);
        Hit::refused(Kind::Address, from, word.end)
    })
}

/// Where the number of a house begins that ends right before a place: `14`, `14a`, `12-14`.
fn number_before(text: &Folded, at: usize) -> Option<usize> {
    let mut end = at;
    while matches!(text.before(end), Some(' ' | ',')) && at - end < 2 {
        end -= 1;
    }
    if end == at {
        return None;
    }
    let mut start = end;
    if text.before(start).is_some_and(|c| c.is_ascii_alphabetic()) {
        start -= 1;
    }
    let last = start;
    while text.before(start).is_some_and(|c| c.is_ascii_digit()) {
        start -= 1;
    }
    let width = last - start;
    ((1..=4).contains(&width)
        && !text
            .before(start)
            .is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '.' | ':')))
    .then_some(start)
}

/// `Flat 3`, `flat 12b`.
fn flat(text: &Folded, place: usize) -> Option<Hit> {
    let word = text.words.get(place)?;
    if !matches!(word.low.as_str(), "flat" | "apartment" | "apt")
        || text.char(word.end) != Some(' ')
    {
        return None;
    }
    let from = word.end + 1;
    let mut at = from;
    while text.char(at).is_some_and(|c| c.is_ascii_digit()) {
        at += 1;
    }
    if at == from || at - from > 4 {
        return None;
    }
    at += usize::from(text.char(at).is_some_and(|c| c.is_ascii_alphabetic()));
    // "Flat 3 weeks running" is a mood.
    let counted = text.words_after(at, 12).next().is_some_and(|next| {
        text.char(at) == Some(' ') && next.start == at + 1 && UNITS.contains(&next.low.as_str())
    });
    (!text.char(at).is_some_and(char::is_alphanumeric) && !counted)
        .then(|| Hit::refused(Kind::Address, word.start, at))
}
