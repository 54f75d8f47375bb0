//! NHS numbers, telephone numbers and the numbers of records.

use super::{
    IdentifierKind as Kind,
    fold::{Folded, Hit},
};

/// Most digits of a number that is looked at.
const DIGITS_MAX: usize = 15;
/// Words before a telephone number.
const PHONE_WORDS: &[&str] = &[
    "tel",
    "telephone",
    "phone",
    "mobile",
    "mob",
    "ring",
    "call",
    "text",
    "whatsapp",
    "landline",
    "cell",
    "number",
];
/// Numbers for everybody in a crisis, which many write down.
const HELPLINES: &[&str] = &["116123", "116000", "116111", "85258", "08001111"];
/// Words before the number of a record.
const RECORD_WORDS: &[&str] = &[
    "mrn",
    "rio",
    "systmone",
    "systemone",
    "emis",
    "upn",
    "uln",
    "passport",
    "liquidlogic",
    "lcs",
    "mosaic",
    "eclipse",
    "hospital",
    "patient",
    "client",
    "pupil",
    "student",
    "nhs",
    "carenotes",
    "synergy",
    "ehm",
];

/// Digits that stand together.
#[derive(Clone, Copy, Debug)]
struct Group {
    start: usize,
    end: usize,
}

pub(super) fn find(text: &Folded, days: &[(usize, usize)], hits: &mut Vec<Hit>) {
    let digits = as_digits(text);
    let groups: Vec<Group> = groups(&digits)
        .into_iter()
        .filter(|group| {
            !days
                .iter()
                .any(|day| day.0 <= group.start && group.end <= day.1)
        })
        .collect();
    for first in 0..groups.len() {
        let mut number = String::new();
        let mut sizes: Vec<usize> = Vec::new();
        let mut gaps: Vec<String> = Vec::new();
        let Some(start) = groups.get(first).map(|group| group.start) else {
            continue;
        };
        let mut last: Option<Group> = None;
        for (at, group) in groups.iter().enumerate().skip(first) {
            if let Some(last) = last {
                let gap: String = digits
                    .get(last.end..group.start)
                    .unwrap_or_default()
                    .iter()
                    .collect();
                if !joins(&gap) {
                    break;
                }
                gaps.push(gap);
            }
            number.extend(digits.get(group.start..group.end).unwrap_or_default());
            sizes.push(group.end - group.start);
            last = Some(*group);
            if number.len() > DIGITS_MAX {
                break;
            }
            let whole = Whole {
                text,
                number: &number,
                sizes: &sizes,
                gaps: &gaps,
                start,
                end: group.end,
                alone: alone(&digits, &groups, (first, at), &gaps),
            };
            hits.extend(
                whole
                    .nhs()
                    .or_else(|| whole.phone())
                    .or_else(|| whole.record()),
            );
        }
    }
}

/// The text with letters that stand in for digits read as those.
fn as_digits(text: &Folded) -> Vec<char> {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let other = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    text.chars
        .iter()
        .enumerate()
        .map(|(at, c)| {
            let (before, after) = (text.before(at), text.char(at + 1));
            let inside =
                digit(before) && (digit(after) || other(after)) || other(before) && digit(after);
            match c {
                'O' | 'o' if inside => '0',
                'I' | 'l' | '|' if inside => '1',
                plain => *plain,
            }
        })
        .collect()
}

fn groups(digits: &[char]) -> Vec<Group> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < digits.len() {
        let width = digits
            .get(at..)
            .unwrap_or_default()
            .iter()
            .take_while(|c| c.is_ascii_digit())
            .count();
        if width > 0 {
            found.push(Group {
                start: at,
                end: at + width,
            });
        }
        at += width.max(1);
    }
    found
}

/// Whether what stands between two groups of digits can stand inside of one number.
fn joins(gap: &str) -> bool {
    gap.chars().count() <= 3
        && gap.chars().all(|c| {
            matches!(
                c,
                ' ' | '-' | '.' | '/' | '(' | ')' | '_' | ',' | '*' | '\n'
            )
        })
        && gap.matches('\n').count() <= 1
}

/// Whether the groups from `first` to `last` end where the number does: what joins them to others
/// is not what joins them to each other.
fn alone(
    digits: &[char],
    groups: &[Group],
    (first, last): (usize, usize),
    gaps: &[String],
) -> bool {
    let apart = |left: Option<&Group>, right: Option<&Group>| {
        let (Some(left), Some(right)) = (left, right) else {
            return true;
        };
        let gap: String = digits
            .get(left.end..right.start)
            .unwrap_or_default()
            .iter()
            .collect();
        if gaps.is_empty() {
            !matches!(gap.as_str(), " " | "-" | "/" | ".")
        } else {
            !gaps.contains(&gap)
        }
    };
    apart(
        first.checked_sub(1).and_then(|before| groups.get(before)),
        groups.get(first),
    ) && apart(groups.get(last), groups.get(last + 1))
}

/// Some groups that may be one number.
struct Whole<'a> {
    text: &'a Folded,
    number: &'a str,
    sizes: &'a [usize],
    gaps: &'a [String],
    start: usize,
    end: usize,
    alone: bool,
}

impl Whole<'_> {
    fn said(&self, words: &[&str], reach: usize, most: usize) -> bool {
        self.text
            .words_before(self.start, reach)
            .take(most)
            .any(|word| words.contains(&word.low.as_str()))
    }

    /// Ten digits whose check digit is right, in a shape that people give a number; or any ten that
    /// are said to be one.
    fn nhs(&self) -> Option<Hit> {
        if self.number.len() != 10 {
            return None;
        }
        let hit = Hit::refused(Kind::NhsNumber, self.start, self.end);
        if self.said(&["nhs"], 24, 3) {
            return Some(hit);
        }
        let alike = self
            .gaps
            .windows(2)
            .all(|pair| matches!(pair, [a, b] if a == b));
        let commas = self.gaps.iter().any(|gap| gap.contains(','));
        let shaped = match self.sizes {
            [10] | [3, 3, 4] => true,
            [5, 5] | [4, 6] | [6, 4] | [4, 3, 3] | [3, 4, 3] | [3, 7] | [7, 3] | [6, 3, 1] => {
                alike && !commas
            }
            [4, 4, 2] | [2, 4, 4] | [2, 2, 2, 2, 2] => alike && !commas && self.alone,
            singles if singles.iter().all(|size| *size == 1) => self.alone,
            _ => false,
        };
        (shaped && check_digit(self.number)).then_some(hit)
    }

    fn phone(&self) -> Option<Hit> {
        if HELPLINES.contains(&self.number)
            || self
                .gaps
                .iter()
                .any(|gap| gap.contains(['/', ',', '_', '*']))
        {
            return None;
        }
        let singles = self.sizes.len() > 4 && self.sizes.iter().all(|size| *size <= 2);
        if singles && !self.alone {
            return None;
        }
        let plus = self.text.before(self.start) == Some('+');
        let start = self.start - usize::from(plus);
        let national = if let Some(rest) = self.number.strip_prefix("0044") {
            Some(rest.trim_start_matches('0'))
        } else if plus {
            self.number
                .strip_prefix("44")
                .map(|rest| rest.trim_start_matches('0'))
        } else {
            self.number
                .strip_prefix('0')
                .filter(|_| singles || self.sizes.first().is_some_and(|size| *size >= 3))
        };
        let fits = |national: &str| match national.as_bytes().first() {
            Some(b'1') => matches!(national.len(), 9 | 10),
            Some(b'2' | b'3' | b'5' | b'7' | b'9') => national.len() == 10,
            Some(b'8') => matches!(national.len(), 9 | 10),
            _ => false,
        };
        if let Some(national) = national.filter(|national| fits(national)) {
            // Numbers that belong to organisations, not to people.
            let organisation = national.starts_with(['3', '8']);
            let hit = if organisation {
                Hit::warned
            } else {
                Hit::refused
            };
            return Some(hit(Kind::Phone, start, self.end));
        }
        if plus && (8..=DIGITS_MAX).contains(&self.number.len()) && self.alone {
            return Some(Hit::refused(Kind::Phone, start, self.end));
        }
        // A local number, where words say that it is one.
        // "Patient number 1234567" is a record's.
        let local = self.record().is_none()
            && (6..=8).contains(&self.number.len())
            && self.sizes.iter().all(|size| *size >= 3)
            && self.alone
            && self.said(PHONE_WORDS, 24, 3);
        local.then(|| Hit::refused(Kind::Phone, start, self.end))
    }

    /// Digits after the name of a system, or after "patient number".
    fn record(&self) -> Option<Hit> {
        let long = self.number.len() >= 5 && self.sizes.len() <= 3 && self.alone;
        let mut words = self.text.words_before(self.start, 30).take(4);
        let named = long
            && words.any(|word| RECORD_WORDS.contains(&word.low.as_str()))
            && self.text.words_before(self.start, 30).take(1).any(|word| {
                RECORD_WORDS.contains(&word.low.as_str())
                    || matches!(
                        word.low.as_str(),
                        "no" | "number" | "num" | "id" | "ref" | "reference" | "record" | "is"
                    )
            });
        named.then(|| Hit::refused(Kind::RecordNumber, self.start, self.end))
    }
}

/// Whether ten digits are an NHS number: the tenth is eleven less the remainder by eleven of the
/// others, weighted from ten down to two; eleven stands for nought, and ten for no number (NHS Data
/// Dictionary).
pub(super) fn check_digit(number: &str) -> bool {
    let digits: Vec<u32> = number.chars().filter_map(|c| c.to_digit(10)).collect();
    let Some((check, first)) = digits.split_last().filter(|_| digits.len() == 10) else {
        return false;
    };
    let sum: u32 = first
        .iter()
        .zip((2..=10).rev())
        .map(|(digit, weight)| digit * weight)
        .sum();
    // Ten times the same digit is made up, even where the sum fits.
    let made_up = first.iter().all(|digit| digit == check);
    !made_up
        && match 11 - sum % 11 {
            11 => *check == 0,
            10 => false,
            other => *check == other,
        }
}
