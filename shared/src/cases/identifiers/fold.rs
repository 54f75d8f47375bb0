//! A text as it is searched: every character in its plain form, with its place in what was typed.

use super::{Found, Grade, IdentifierKind};

/// A place in the folded text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit {
    pub kind: IdentifierKind,
    pub grade: Grade,
    pub start: usize,
    pub end: usize,
}

impl Hit {
    pub const fn refused(kind: IdentifierKind, start: usize, end: usize) -> Self {
        Self {
            kind,
            grade: Grade::Refused,
            start,
            end,
        }
    }

    pub const fn warned(kind: IdentifierKind, start: usize, end: usize) -> Self {
        Self {
            kind,
            grade: Grade::Warned,
            start,
            end,
        }
    }
}

/// A word of letters, with apostrophes and hyphens inside.
#[derive(Clone, Debug)]
pub(super) struct Word {
    /// In small letters, without apostrophes and what follows the last one ("jake's" is "jake").
    pub low: String,
    pub start: usize,
    pub end: usize,
    /// Whether it begins with a capital and goes on in small letters.
    pub title: bool,
    /// Whether it is in capitals throughout.
    pub caps: bool,
    /// Whether a sentence begins with it.
    pub opens: bool,
}

impl Word {
    /// Whether a full stop after it ends no sentence.
    fn shortens(&self) -> bool {
        self.end - self.start == 1
            || matches!(
                self.low.as_str(),
                "no" | "tel"
                    | "mob"
                    | "ph"
                    | "ref"
                    | "num"
                    | "dob"
                    | "mr"
                    | "mrs"
                    | "ms"
                    | "dr"
                    | "st"
            )
    }
}

/// The folded text.
pub(super) struct Folded {
    /// The characters, plain.
    pub chars: Vec<char>,
    /// The same in small letters.
    pub low: Vec<char>,
    /// Where each stands in what was typed.
    at: Vec<usize>,
    /// The words, in order.
    pub words: Vec<Word>,
}

impl Folded {
    pub fn of(text: &str) -> Self {
        let mut chars = Vec::with_capacity(text.len());
        let mut at = Vec::with_capacity(text.len());
        for (place, typed) in text.chars().enumerate() {
            if let Some(plain) = plain(typed) {
                chars.push(plain);
                at.push(place);
            }
        }
        let low = chars
            .iter()
            .map(|c| c.to_lowercase().next().unwrap_or(*c))
            .collect();
        let words = words(&chars);
        Self {
            chars,
            low,
            at,
            words,
        }
    }

    /// The character at a place; none outside of the text.
    pub fn char(&self, place: usize) -> Option<char> {
        self.chars.get(place).copied()
    }

    /// The character before a place.
    pub fn before(&self, place: usize) -> Option<char> {
        place.checked_sub(1).and_then(|place| self.char(place))
    }

    /// The text between two places, in small letters.
    pub fn low(&self, start: usize, end: usize) -> String {
        self.low
            .get(start..end)
            .unwrap_or_default()
            .iter()
            .collect()
    }

    /// Whether a word or a number neither begins nor ends inside of `start..end`.
    pub fn stands_alone(&self, start: usize, end: usize) -> bool {
        let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        !inside(self.before(start)) && !inside(self.char(end))
    }

    /// The words that end before a place, in the same sentence and within `reach` characters, the
    /// nearest first.
    pub fn words_before(&self, place: usize, reach: usize) -> impl Iterator<Item = &Word> {
        let from = place.saturating_sub(reach);
        let before = self.words.partition_point(|word| word.end <= place);
        let mut next = place;
        self.words
            .get(..before)
            .unwrap_or_default()
            .iter()
            .rev()
            .take_while(move |word| {
                let joined = word.shortens() || !self.breaks(word.end, next);
                next = word.start;
                joined && word.start >= from
            })
    }

    /// The words that begin after a place, in the same sentence and within `reach` characters.
    pub fn words_after(&self, place: usize, reach: usize) -> impl Iterator<Item = &Word> {
        let after = self.words.partition_point(|word| word.start < place);
        let mut next = place;
        self.words
            .get(after..)
            .unwrap_or_default()
            .iter()
            .take_while(move |word| {
                let joined = !self.breaks(next, word.start);
                next = word.end;
                joined && word.end <= place.saturating_add(reach)
            })
    }

    /// Whether a sentence ends between two places.
    fn breaks(&self, start: usize, end: usize) -> bool {
        let between = self.chars.get(start..end).unwrap_or_default();
        between.iter().any(|c| matches!(c, '!' | '?' | ';'))
            || between
                .windows(2)
                .any(|pair| matches!(pair, ['.', ' ' | '\n']))
            || between.windows(2).any(|pair| matches!(pair, ['\n', '\n']))
    }

    /// A hit as it stands in what was typed.
    pub fn found(&self, hit: Hit) -> Option<Found> {
        let start = *self.at.get(hit.start)?;
        let end = *self.at.get(hit.end.checked_sub(1)?)? + 1;
        Some(Found {
            kind: hit.kind,
            grade: hit.grade,
            start,
            end,
        })
    }
}

/// Digits of other scripts by their nought.
const NOUGHTS: &[u32] = &[
    0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66,
    0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x17E0, 0x1810, 0x2080, 0xFF10,
];

/// The plain form of a character; none for one that cannot be seen.
fn plain(typed: char) -> Option<char> {
    let code = u32::from(typed);
    let digit = |value: u32| char::from_digit(value % 10, 10);
    match typed {
        ' '..='~' | '\n' => return Some(typed),
        '\u{00AD}'
        | '\u{034F}'
        | '\u{061C}'
        | '\u{180E}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{20E3}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}'
        | '\u{0300}'..='\u{036F}' => return None,
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{30FC}' => {
            return Some('-');
        }
        '\u{2018}' | '\u{2019}' | '\u{02BC}' => return Some('\''),
        '\u{2024}' | '\u{3002}' | '\u{00B7}' | '\u{2022}' => return Some('.'),
        '\u{2070}' => return Some('0'),
        '\u{00B9}' => return Some('1'),
        '\u{00B2}' => return Some('2'),
        '\u{00B3}' => return Some('3'),
        '\u{2074}'..='\u{2079}' => return digit(code - 0x2070),
        '\u{2460}'..='\u{2468}' => return digit(code - 0x2460 + 1),
        '\u{24EA}' => return Some('0'),
        '\u{1D7CE}'..='\u{1D7FF}' => return digit(code - 0x1D7CE),
        _ => {}
    }
    if let Some(nought) = NOUGHTS
        .iter()
        .find(|nought| (**nought..**nought + 10).contains(&code))
    {
        return digit(code - nought);
    }
    // The full-width forms of ASCII.
    if (0xFF01..=0xFF5E).contains(&code) {
        return char::from_u32(code - 0xFEE0);
    }
    if typed.is_whitespace() {
        return Some(' ');
    }
    Some(typed)
}

fn words(chars: &[char]) -> Vec<Word> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut opens = true;
    while let Some(c) = chars.get(at) {
        if !c.is_alphabetic() {
            match c {
                '.' | '!' | '?' | '\n' | ':' => opens = true,
                ' ' | '"' | '\'' | '(' | '-' | '*' => {}
                _ => opens = false,
            }
            at += 1;
            continue;
        }
        let start = at;
        let inner = |at: usize| {
            matches!(chars.get(at), Some('\'' | '-'))
                && chars.get(at + 1).is_some_and(|c| c.is_alphabetic())
        };
        while chars.get(at).is_some_and(|c| c.is_alphabetic()) || inner(at) {
            at += 1;
        }
        let letters = chars.get(start..at).unwrap_or_default();
        let mut low: String = letters.iter().flat_map(|c| c.to_lowercase()).collect();
        if let Some(stem) = low.strip_suffix("'s") {
            low = stem.to_owned();
        }
        let first = letters.first().is_some_and(|c| c.is_uppercase());
        let rest = letters.get(1..).unwrap_or_default();
        found.push(Word {
            low,
            start,
            end: at,
            title: first && rest.iter().any(|c| c.is_lowercase()),
            caps: letters.len() > 1 && !rest.iter().any(|c| c.is_lowercase()) && first,
            opens,
        });
        opens = false;
    }
    found
}
