//! Names of people: after a title, a relation or words that announce one; the commonest given
//! names; and, as a warning, two capitalised words that are not of the field.

use super::{
    IdentifierKind as Kind,
    fold::{Folded, Hit, Word},
    given,
    vocabulary::{BODIES, NO_NAME, RELATIONS, TITLES, among},
};

pub(super) fn find(text: &Folded, hits: &mut Vec<Hit>) {
    for place in 0..text.words.len() {
        let hit = titled(text, place)
            .or_else(|| announced(text, place))
            .or_else(|| related(text, place))
            .or_else(|| listed(text, place))
            .or_else(|| paired(text, place));
        hits.extend(hit);
    }
}

/// The word after the one at a place, where only these characters stand between them.
fn next<'a>(text: &'a Folded, place: usize, between: &[&str]) -> Option<&'a Word> {
    let word = text.words.get(place)?;
    let next = text.words.get(place + 1)?;
    let gap = text.low(word.end, next.start);
    between.contains(&gap.as_str()).then_some(next)
}

fn previous(text: &Folded, place: usize) -> Option<&Word> {
    let place = place.checked_sub(1)?;
    let (before, word) = (text.words.get(place)?, text.words.get(place + 1)?);
    matches!(text.low(before.end, word.start).as_str(), " " | ". " | "  ").then_some(before)
}

fn no_name(word: &Word) -> bool {
    among(NO_NAME, &word.low)
}

fn capital(word: &Word) -> bool {
    word.title || word.caps
}

/// Where a name that begins with the word at `place` ends, with the capitalised words after it.
fn whole(text: &Folded, mut place: usize) -> usize {
    let mut end = text.words.get(place).map_or(0, |word| word.end);
    while let Some(word) =
        next(text, place, &[" ", "  "]).filter(|word| word.title && !no_name(word))
    {
        end = word.end;
        place += 1;
    }
    end
}

/// `Mrs Whitlock`, `mr whitlock`.
fn titled(text: &Folded, place: usize) -> Option<Hit> {
    let title = text.words.get(place)?;
    if !among(TITLES, &title.low) {
        return None;
    }
    let name = next(text, place, &[" ", ". ", ".", "  "])?;
    let small = !capital(title) && matches!(title.low.as_str(), "mr" | "mrs") && !no_name(name);
    let fits = capital(title) && name.title || small;
    (fits && !no_name(name) && !given_up(&title.low, name))
        .then(|| Hit::refused(Kind::Name, title.start, whole(text, place + 1)))
}

/// "Miss" as what happens to a lesson, and "Dr" as a street.
fn given_up(title: &str, name: &Word) -> bool {
    title == "miss" && !name.title
}

/// `my name is Jo`, `he is called Jo`, `surname: Whitlock`, `known as Jo`, `named Jo`.
fn announced(text: &Folded, place: usize) -> Option<Hit> {
    let word = text.words.get(place)?;
    let back = |steps: usize| {
        place
            .checked_sub(steps)
            .and_then(|place| text.words.get(place))
            .map_or("", |word| word.low.as_str())
    };
    let announces = match word.low.as_str() {
        "is" => matches!(
            back(1),
            "name" | "names" | "surname" | "forename" | "nickname"
        ),
        "name" | "surname" | "forename" | "nickname" => {
            matches!(text.char(word.end), Some(':' | '-' | '='))
                || text.low(word.end, word.end + 2) == " -"
                || text.low(word.start, word.end) == "name's"
        }
        "called" | "named" => {
            matches!(
                back(1),
                "is" | "was"
                    | "are"
                    | "be"
                    | "been"
                    | "brother"
                    | "sister"
                    | "boy"
                    | "girl"
                    | "friend"
                    | "child"
                    | "baby"
                    | "son"
                    | "daughter"
                    | "dog's"
            ) || word.low == "named"
                && !matches!(
                    back(1),
                    "" | "has" | "have" | "the" | "a" | "each" | "any" | "one"
                )
        }
        "as" => matches!(back(1), "known"),
        "i'm" | "am" => matches!(text.low(word.start, word.end).as_str(), "i'm") || back(1) == "i",
        _ => false,
    };
    if !announces {
        return None;
    }
    let name = next(
        text,
        place,
        &[" ", ": ", ":", " - ", "- ", " = ", "  ", " \"", " '"],
    )?;
    let explicit = word.low.starts_with("name") && word.low != "named"
        || matches!(back(1), "name" | "surname" | "forename");
    let strong = explicit && !no_name(name) && name.end - name.start > 1;
    let fits = if matches!(word.low.as_str(), "i'm" | "am") {
        listed_name(name) && capital(name)
    } else {
        name.title && !no_name(name) || strong && (capital(name) || listed_name(name))
    };
    fits.then(|| Hit::refused(Kind::Name, name.start, whole(text, place + 1)))
}

/// `her brother Liam`, `social worker Karen`.
fn related(text: &Folded, place: usize) -> Option<Hit> {
    let relation = text.words.get(place)?;
    if !among(RELATIONS, &relation.low) {
        return None;
    }
    let name = next(text, place, &[" ", ", ", " (", " - ", ": "])?;
    let direct = text.char(relation.end) == Some(' ')
        && text.char(relation.end + 1).is_some_and(char::is_alphabetic);
    let fits = if direct {
        name.title && !no_name(name) || listed_name(name)
    } else {
        name.title && (listed_name(name) || perhaps(name)) && !no_name(name)
    };
    let body = text
        .words
        .get(place + 2)
        .is_some_and(|after| among(BODIES, &after.low) && after.title);
    (fits && !body).then(|| Hit::refused(Kind::Name, name.start, whole(text, place + 1)))
}

fn listed_name(word: &Word) -> bool {
    among(given::NAMES, &word.low)
        || word
            .low
            .split_once('-')
            .is_some_and(|(first, _)| among(given::NAMES, first))
}

fn perhaps(word: &Word) -> bool {
    among(given::PERHAPS, &word.low)
}

/// A common given name with a capital, with the surname where there is one.
fn listed(text: &Folded, place: usize) -> Option<Hit> {
    let word = text.words.get(place)?;
    let sure = listed_name(word);
    if !sure && !perhaps(word) {
        return None;
    }
    let after = next(text, place, &[" ", "  "]);
    let surname =
        after.is_some_and(|after| after.title && !no_name(after) && !after.low.is_empty());
    let body = |word: &Word| capital(word) && among(BODIES, &word.low);
    let of_body = previous(text, place).is_some_and(body)
        || after.is_some_and(body)
        || surname && text.words.get(place + 2).is_some_and(body)
        || after.is_some_and(|after| {
            matches!(after.low.as_str(), "freud" | "waller" | "curie" | "langton")
        });
    if of_body {
        return None;
    }
    let in_capitals = word.caps && after.is_some_and(|after| after.caps && !no_name(after));
    let fits = if sure {
        word.title || in_capitals
    } else {
        word.title && surname && !no_name(word) && !after.is_some_and(|after| after.opens)
    };
    // A name in small letters with a surname in small letters is found by what announces it only.
    fits.then(|| {
        let end = if in_capitals {
            after.map_or(word.end, |after| after.end)
        } else {
            whole(text, place)
        };
        Hit::refused(Kind::Name, word.start, end)
    })
}

/// Two capitalised words in the middle of a sentence that are not of the field, and no more than
/// two: perhaps a name.
fn paired(text: &Folded, place: usize) -> Option<Hit> {
    let word = text.words.get(place)?;
    let after = next(text, place, &[" "])?;
    let third = next(text, place + 1, &[" "]).is_some_and(capital);
    let before = previous(text, place).is_some_and(capital);
    let plain =
        |word: &Word| word.title && !word.opens && !no_name(word) && !among(BODIES, &word.low);
    (plain(word) && plain(after) && !third && !before)
        .then(|| Hit::warned(Kind::Name, word.start, after.end))
}
