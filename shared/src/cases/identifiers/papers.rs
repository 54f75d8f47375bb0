//! National Insurance numbers and pupil numbers: letters and digits.

use super::{
    IdentifierKind as Kind,
    fold::{Folded, Hit},
};

/// Prefixes that no National Insurance number has.
const NO_PREFIX: &[&str] = &["bg", "gb", "nk", "kn", "tn", "nt", "zz"];

pub(super) fn find(text: &Folded, hits: &mut Vec<Hit>) {
    insurance(text, hits);
    pupils(text, hits);
}

/// `QQ 12 34 56 C`.
fn insurance(text: &Folded, hits: &mut Vec<Hit>) {
    for start in 0..text.chars.len() {
        let two = text.low(start, start + 2);
        let letters = two.len() == 2 && two.bytes().all(|b| b.is_ascii_lowercase());
        if !letters
            || text.before(start).is_some_and(char::is_alphanumeric)
            || NO_PREFIX.contains(&two.as_str())
        {
            continue;
        }
        let mut at = start + 2;
        let mut digits = 0;
        let mut spaced = false;
        let last = loop {
            match text.char(at) {
                Some(c) if c.is_ascii_digit() && digits < 6 => digits += 1,
                Some(' ' | '-') if digits <= 6 => spaced = true,
                other => break other,
            }
            at += 1;
        };
        // In small letters and with spaces it is rather "on 12 03 26 a".
        let capital = text.char(start).is_some_and(|c| c.is_ascii_uppercase());
        let suffix = last.is_some_and(|c| matches!(c.to_ascii_uppercase(), 'A'..='D'));
        if digits == 6 && suffix && text.stands_alone(start, at + 1) && (capital || !spaced) {
            hits.push(Hit::refused(Kind::NationalInsurance, start, at + 1));
        }
    }
}

/// A unique pupil number: a letter and twelve digits, of which the last may be a letter.
fn pupils(text: &Folded, hits: &mut Vec<Hit>) {
    for start in 0..text.chars.len() {
        let letter = text.char(start).is_some_and(|c| c.is_ascii_uppercase());
        if !letter || text.before(start).is_some_and(char::is_alphanumeric) {
            continue;
        }
        let digits = (start + 1..text.chars.len())
            .take_while(|at| text.char(*at).is_some_and(|c| c.is_ascii_digit()))
            .count();
        let letter_last = text
            .char(start + 1 + digits)
            .is_some_and(|c| c.is_ascii_uppercase());
        let end = start + 1 + digits + usize::from(letter_last);
        if (digits == 12 && !letter_last || digits == 11 && letter_last)
            && text.stands_alone(start, end)
        {
            hits.push(Hit::refused(Kind::RecordNumber, start, end));
        }
    }
}
