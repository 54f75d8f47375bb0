//! Full dates: of birth, where words beside them or the case's month of birth say so.

use chrono::NaiveDate;

use super::{
    IdentifierKind as Kind, Known,
    fold::{Folded, Hit},
};

const MONTHS: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
/// Words beside a date of birth.
const BIRTH: &[&str] = &[
    "born",
    "birth",
    "birthday",
    "birthdate",
    "dob",
    "bday",
    "b-day",
    "birthdays",
];
/// What follows "birth" where it is about something else.
const OTHERWISE: &[&str] = &[
    "certificate",
    "mother",
    "father",
    "family",
    "parent",
    "parents",
    "order",
    "weight",
    "trauma",
    "plan",
    "sibling",
    "siblings",
];
/// How far away such a word may stand, in characters.
const REACH: usize = 36;

/// A day as it was written.
struct Day {
    start: usize,
    end: usize,
    /// None where no year was written, or one that cannot be read.
    date: Option<NaiveDate>,
    /// Whether it is eight digits in a row, which may be anything.
    bare: bool,
}

/// Finds dates, tells of them, and gives back where they stand.
pub(super) fn find(text: &Folded, known: &Known, hits: &mut Vec<Hit>) -> Vec<(usize, usize)> {
    let mut days = numeric(text);
    days.extend(written(text));
    let mut taken = Vec::new();
    for day in days {
        let beside = birth_beside(text, day.start, day.end);
        let in_birth_month = day
            .date
            .is_some_and(|date| known.born.is_some_and(|born| born.holds(date)));
        if beside || in_birth_month {
            hits.push(Hit::refused(Kind::BirthDate, day.start, day.end));
        } else if day.bare {
            continue;
        } else if day.date.is_some() {
            hits.push(Hit::warned(Kind::FullDate, day.start, day.end));
        }
        taken.push((day.start, day.end));
    }
    taken
}

/// Whether words of birth stand beside a date: "born on", "DOB", "turned 14 on".
fn birth_beside(text: &Folded, start: usize, end: usize) -> bool {
    let about = |at: usize| {
        text.words.get(at).is_some_and(|word| {
            let otherwise = text
                .words
                .get(at + 1)
                .is_some_and(|next| OTHERWISE.contains(&next.low.as_str()));
            BIRTH.contains(&word.low.as_str()) && !otherwise
        })
    };
    let place =
        |word: &super::fold::Word| text.words.partition_point(|other| other.start < word.start);
    let before: Vec<usize> = text.words_before(start, REACH).map(place).collect();
    if before.iter().any(|at| about(*at)) || text.words_after(end, REACH).map(place).any(about) {
        return true;
    }
    // D.O.B. is three words of one letter.
    let initials: String = before
        .iter()
        .take(3)
        .filter_map(|at| text.words.get(*at))
        .map(|word| word.low.as_str())
        .collect();
    if initials.starts_with("bod") {
        return true;
    }
    // "turned 14 on", "will be 14 on".
    before.iter().any(|at| {
        text.words.get(*at).is_some_and(|word| {
            matches!(word.low.as_str(), "turned" | "turns" | "turning")
                && text
                    .low(word.end, word.end + 3)
                    .trim()
                    .parse::<u8>()
                    .is_ok_and(|age| age < 30)
        })
    })
}

/// Digits from a place on, two or four at most: the number, how many, and where they end.
fn digits(text: &Folded, at: usize, most: usize) -> Option<(u32, usize, usize)> {
    let found: String = text
        .chars
        .get(at..)?
        .iter()
        .take_while(|c| c.is_ascii_digit())
        .take(most + 1)
        .collect();
    let width = found.len();
    (1..=most).contains(&width).then_some(())?;
    Some((found.parse().ok()?, width, at + width))
}

fn date(year: (u32, usize), month: u32, day: u32) -> Option<NaiveDate> {
    let full = match year {
        (short, 2) if short < 60 => 2000 + short,
        (short, 2) => 1900 + short,
        (full, 4) if (1900..2200).contains(&full) => full,
        _ => return None,
    };
    NaiveDate::from_ymd_opt(i32::try_from(full).ok()?, month, day)
}

/// `03/05/2011`, `3.5.11`, `2011-05-03`, `03 05 2011`, `03052011`.
fn numeric(text: &Folded) -> Vec<Day> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.chars.len() {
        let begins = text.char(at).is_some_and(|c| c.is_ascii_digit())
            && !text.before(at).is_some_and(char::is_alphanumeric);
        match begins.then(|| one(text, at)).flatten() {
            Some(day) => {
                at = day.end;
                found.push(day);
            }
            None => at += 1,
        }
    }
    found
}

fn one(text: &Folded, start: usize) -> Option<Day> {
    let day = |date: Option<NaiveDate>, end: usize, bare: bool| {
        (date.is_some() && !text.char(end).is_some_and(char::is_alphanumeric)).then_some(Day {
            start,
            end,
            date,
            bare,
        })
    };
    let (first, width, after) = digits(text, start, 8)?;
    if width == 8 {
        let backwards = date((first % 10_000, 4), first / 10_000 % 100, first / 1_000_000);
        let forwards = date((first / 10_000, 4), first / 100 % 100, first % 100);
        return day(backwards.or(forwards), after, true);
    }
    let (sign, at) = sign(text, after)?;
    let (second, second_width, after) = digits(text, at, 4)?;
    let (other, at) = self::sign(text, after)?;
    let (third, third_width, end) = digits(text, at, 4)?;
    if sign != other || second_width > 2 {
        return None;
    }
    if width == 4 && third_width <= 2 {
        return day(date((first, 4), second, third), end, false);
    }
    let short_year = third_width == 2 && sign != ' ';
    if width <= 2 && (third_width == 4 || short_year) {
        return day(date((third, third_width), second, first), end, false);
    }
    None
}

/// The sign between the parts of a date, with a space at most on either side, and where it ends.
fn sign(text: &Folded, at: usize) -> Option<(char, usize)> {
    let c = text.char(at)?;
    match c {
        '/' | '-' | '.' => Some((c, at + 1 + usize::from(text.char(at + 1) == Some(' ')))),
        ' ' => match text.char(at + 1) {
            Some(sign @ ('/' | '-' | '.')) => {
                Some((sign, at + 2 + usize::from(text.char(at + 2) == Some(' '))))
            }
            _ => Some((' ', at + 1)),
        },
        _ => None,
    }
}

fn month(word: &str) -> Option<u32> {
    let place = MONTHS.iter().position(|month| {
        *month == word
            || word.len() >= 3 && word.len() <= 4 && month.starts_with(word) && *month != "may"
            || word == "sept" && *month == "september"
    })?;
    u32::try_from(place + 1).ok()
}

/// `3 May 2011`, `3rd of May`, `May 3rd, 2011`.
fn written(text: &Folded) -> Vec<Day> {
    let mut found = Vec::new();
    for (place, word) in text.words.iter().enumerate() {
        let Some(month) = month(&word.low) else {
            continue;
        };
        if let Some((day, start)) = day_before(text, place) {
            let year = year_after(text, word.end);
            let end = year.map_or(word.end, |(_, end)| end);
            let date = year.and_then(|(year, _)| date(year, month, day));
            if (1..=31).contains(&day) {
                found.push(Day {
                    start,
                    end,
                    date,
                    bare: false,
                });
            }
        } else if let Some((day, end)) = day_after(text, word.end) {
            let year = year_after(text, end);
            let date = year.and_then(|(year, _)| date(year, month, day));
            found.push(Day {
                start: word.start,
                end: year.map_or(end, |(_, end)| end),
                date,
                bare: false,
            });
        }
    }
    found
}

/// The day before the month at a place among the words: digits, perhaps with "th" and "of".
fn day_before(text: &Folded, place: usize) -> Option<(u32, usize)> {
    let month = text.words.get(place)?;
    let mut end = month.start;
    for back in 1..=2 {
        let Some(word) = place
            .checked_sub(back)
            .and_then(|place| text.words.get(place))
        else {
            break;
        };
        let close = text
            .low(word.end, end)
            .chars()
            .all(|c| matches!(c, ' ' | '-' | '.' | ','));
        if close && matches!(word.low.as_str(), "of" | "st" | "nd" | "rd" | "th") {
            end = word.start;
        } else {
            break;
        }
    }
    let mut at = end;
    while matches!(text.before(at), Some(' ' | '-' | '.' | '/')) && end - at < 2 {
        at -= 1;
    }
    let mut start = at;
    while text.before(start).is_some_and(|c| c.is_ascii_digit()) {
        start -= 1;
    }
    let width = at - start;
    if !(1..=2).contains(&width) || text.before(start).is_some_and(char::is_alphanumeric) {
        return None;
    }
    text.low(start, at).parse().ok().map(|day| (day, start))
}

/// The day after a month, perhaps with "th".
fn day_after(text: &Folded, at: usize) -> Option<(u32, usize)> {
    let at = at + usize::from(text.char(at) == Some(' '));
    let (day, width, mut end) = digits(text, at, 2)?;
    if width > 2 || !(1..=31).contains(&day) {
        return None;
    }
    if matches!(text.low(end, end + 2).as_str(), "st" | "nd" | "rd" | "th") {
        end += 2;
    }
    (!text.char(end).is_some_and(char::is_alphanumeric)).then_some((day, end))
}

/// The year after a place: four digits, or two after an apostrophe or a sign.
fn year_after(text: &Folded, at: usize) -> Option<((u32, usize), usize)> {
    let mut from = at;
    let mut signs = 0;
    while matches!(text.char(from), Some(' ' | ',' | '-' | '/' | '.' | '\'')) && signs < 3 {
        from += 1;
        signs += 1;
    }
    let (year, width, end) = digits(text, from, 4)?;
    let alone = !text
        .char(end)
        .is_some_and(|c| c.is_alphanumeric() || c == ':');
    (signs > 0 && alone && matches!(width, 2 | 4)).then_some(((year, width), end))
}
