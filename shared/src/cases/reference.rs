use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::problem::{FieldCode, FieldError};

/// The characters of a reference: the digits, and letters that look like no digit, are no vowel and
/// rhyme little with each other. Their number is a prime, on which the check rests.
const ALPHABET: &[u8; 23] = b"0123456789CFHJKMPQRVWXY";
/// How many characters of the alphabet are digits. They stand first.
const DIGITS: u128 = 10;
/// How many characters a reference has, the check character among them.
pub const REFERENCE_LENGTH: usize = 8;
/// What each place counts in the check sum. No two are alike and none is a multiple of 23.
const WEIGHTS: [u32; REFERENCE_LENGTH] = [8, 7, 6, 5, 4, 3, 2, 1];
const PRIME: u32 = 23;

/// The pseudonymous reference of a case, as people read it aloud: `4K7Q-20M4`.
///
/// Seven characters are random and the eighth checks them. The weighted sum of all eight is a
/// multiple of 23; since 23 is a prime and the weights differ from each other, one wrong character
/// changes the sum, and so do two characters that have changed places, neighbours or not.
///
/// Never are there three letters in a row, so that no reference spells a word.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CaseReference([u8; REFERENCE_LENGTH]);

/// Why a text is not a case reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReferenceFault {
    /// Nothing was typed.
    #[error("Enter the case reference, for example 4K7Q-20M4")]
    Empty,
    /// Too few or too many characters.
    #[error("A case reference has 8 characters, for example 4K7Q-20M4. This has {0}")]
    Length(usize),
    /// A character that no reference has, and that looks like none that it could have.
    #[error("A case reference has no '{0}' in it. Look at it again")]
    Character(char),
    /// The check fails.
    #[error(
        "This is not a case reference: a character is wrong, or two have changed places. Read it again from where you have it"
    )]
    Check,
}

impl ReferenceFault {
    /// The fault at the field in which the reference was typed.
    pub fn at(self, pointer: &str) -> FieldError {
        let code = match self {
            Self::Empty => FieldCode::Required,
            Self::Length(found) if found < REFERENCE_LENGTH => FieldCode::TooShort,
            Self::Length(_) => FieldCode::TooLong,
            Self::Character(_) => FieldCode::BadCharacter,
            Self::Check => FieldCode::NotAllowed,
        };
        FieldError::new(pointer, code, self.to_string())
    }
}

impl CaseReference {
    /// The reference that a random number makes. The caller draws again where the reference is in
    /// use already.
    pub fn from_random(mut number: u128) -> Self {
        let mut places = [0_u8; REFERENCE_LENGTH];
        let mut letters = 0;
        let last = REFERENCE_LENGTH - 2;
        for (at, place) in places.iter_mut().enumerate().take(REFERENCE_LENGTH - 1) {
            // The check character may be a letter, so that before it only one may stand.
            let most = if at == last { 1 } else { 2 };
            let choice = if letters >= most {
                DIGITS
            } else {
                u128::from(PRIME)
            };
            *place = u8::try_from(number % choice).unwrap_or_default();
            number /= choice;
            letters = if u128::from(*place) < DIGITS {
                0
            } else {
                letters + 1
            };
        }
        // The last weight is 1, so that the check character is what the sum lacks.
        let lacks = (PRIME - sum(&places)) % PRIME;
        if let Some(check) = places.last_mut() {
            *check = u8::try_from(lacks).unwrap_or_default();
        }
        Self(places)
    }

    /// The characters without the dash.
    fn letters(self) -> impl Iterator<Item = char> {
        self.0.into_iter().map(|place| {
            char::from(
                ALPHABET
                    .get(usize::from(place))
                    .copied()
                    .unwrap_or_default(),
            )
        })
    }
}

/// The weighted sum of the places, of which that of a reference is nought.
fn sum(places: &[u8; REFERENCE_LENGTH]) -> u32 {
    places
        .iter()
        .zip(WEIGHTS)
        .map(|(place, weight)| u32::from(*place) * weight)
        .sum::<u32>()
        % PRIME
}

/// The character of the alphabet that was meant by a typed one.
fn meant(typed: char) -> Option<u8> {
    let plain = match typed.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        'Z' => '2',
        'S' => '5',
        'B' => '8',
        'U' => 'V',
        other => other,
    };
    ALPHABET
        .iter()
        .position(|letter| char::from(*letter) == plain)
        .and_then(|place| u8::try_from(place).ok())
}

impl FromStr for CaseReference {
    type Err = ReferenceFault;

    /// Reads a reference as people type it: in either case, with or without the dash and spaces,
    /// and with the letters that look like a character of the alphabet (O for 0, I and L for 1, Z
    /// for 2, S for 5, B for 8, U for V).
    fn from_str(text: &str) -> Result<Self, ReferenceFault> {
        let mut places = [0_u8; REFERENCE_LENGTH];
        let mut length = 0;
        for typed in text.chars() {
            if typed.is_whitespace() || matches!(typed, '-' | '\u{2010}'..='\u{2015}' | '_' | '.') {
                continue;
            }
            let place = meant(typed).ok_or(ReferenceFault::Character(typed))?;
            if let Some(slot) = places.get_mut(length) {
                *slot = place;
            }
            length += 1;
        }
        match length {
            0 => Err(ReferenceFault::Empty),
            REFERENCE_LENGTH if sum(&places) == 0 => Ok(Self(places)),
            REFERENCE_LENGTH => Err(ReferenceFault::Check),
            other => Err(ReferenceFault::Length(other)),
        }
    }
}

impl fmt::Display for CaseReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, letter) in self.letters().enumerate() {
            if at == REFERENCE_LENGTH / 2 {
                f.write_str("-")?;
            }
            write!(f, "{letter}")?;
        }
        Ok(())
    }
}

/// Logs are not to tell which case was asked for.
impl fmt::Debug for CaseReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CaseReference(..)")
    }
}

impl From<CaseReference> for String {
    fn from(reference: CaseReference) -> Self {
        reference.to_string()
    }
}

impl TryFrom<String> for CaseReference {
    type Error = ReferenceFault;

    fn try_from(text: String) -> Result<Self, ReferenceFault> {
        text.parse()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for CaseReference {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .pattern(Some("^[0-9CFHJKMPQRVWXY]{4}-[0-9CFHJKMPQRVWXY]{4}$"))
            .description(Some("The pseudonymous reference of a case."))
            .into()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for CaseReference {
    fn name() -> std::borrow::Cow<'static, str> {
        "CaseReference".into()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::cases::seeded::Seeded;

    #[test]
    fn the_weights_prove_the_check() {
        // One wrong character adds weight x difference; two that changed places add the difference
        // of their weights x the difference of the characters. Neither is ever a multiple of 23.
        for (at, weight) in WEIGHTS.iter().enumerate() {
            for difference in 1..PRIME {
                assert_ne!(weight * difference % PRIME, 0);
                for other in &WEIGHTS[at + 1..] {
                    assert_ne!((weight - other) * difference % PRIME, 0);
                }
            }
        }
        let distinct: HashSet<_> = ALPHABET.iter().collect();
        assert_eq!(distinct.len(), PRIME as usize);
    }

    /// How many references the slips are tried on: `THROUGHLINE_REFERENCES` says another number.
    fn references() -> u64 {
        std::env::var("THROUGHLINE_REFERENCES")
            .ok()
            .and_then(|text| text.parse().ok())
            .unwrap_or(20_000)
    }

    #[test]
    fn every_slip_and_every_swap_is_refused() {
        let mut random = Seeded::new(1);
        let (mut slips, mut swaps) = (0_u64, 0_u64);
        for _ in 0..references() {
            let reference = CaseReference::from_random(random.wide());
            assert_eq!(sum(&reference.0), 0);
            for at in 0..REFERENCE_LENGTH {
                for other in 0..23 {
                    let mut bent = reference.0;
                    bent[at] = other;
                    if bent != reference.0 {
                        assert_ne!(sum(&bent), 0, "{reference} at {at}");
                        slips += 1;
                    }
                }
            }
            for at in 1..REFERENCE_LENGTH {
                let mut bent = reference.0;
                bent.swap(at - 1, at);
                if bent != reference.0 {
                    assert_ne!(sum(&bent), 0, "{reference} at {at}");
                    swaps += 1;
                }
            }
        }
        assert_eq!(slips, references() * 8 * 22);
        println!("{slips} slips and {swaps} swaps refused");
    }

    #[test]
    fn every_slip_of_a_typed_reference_is_told() {
        let mut random = Seeded::new(2);
        for _ in 0..500 {
            let reference = CaseReference::from_random(random.wide());
            let typed: Vec<char> = reference.to_string().chars().collect();
            for at in 0..typed.len() {
                for other in '0'..='Z' {
                    let mut bent = typed.clone();
                    bent[at] = other;
                    let bent: String = bent.iter().collect();
                    // What looks like the character that was meant is that character.
                    if let Ok(found) = bent.parse::<CaseReference>() {
                        assert_eq!(found, reference, "{bent}");
                    }
                }
                let mut short = typed.clone();
                if short.remove(at) != '-' {
                    let short: String = short.iter().collect();
                    assert_eq!(
                        short.parse::<CaseReference>(),
                        Err(ReferenceFault::Length(7))
                    );
                }
            }
        }
    }

    #[test]
    fn references_come_back_from_every_typed_form() {
        let mut random = Seeded::new(3);
        for _ in 0..2_000 {
            let reference = CaseReference::from_random(random.wide());
            let shown = reference.to_string();
            assert_eq!(shown.len(), 9);
            let plain = shown.replace('-', "");
            let spaced: String = plain.chars().flat_map(|c| [c, ' ']).collect();
            let slips = shown
                .replace('0', "o")
                .replace('1', "l")
                .replace('5', "S")
                .replace('8', "b")
                .replace('2', "z")
                .replace('V', "u");
            for form in [
                shown.clone(),
                plain.to_lowercase(),
                format!("  {shown} "),
                shown.replace('-', "\u{2013}"),
                spaced,
                slips,
            ] {
                assert_eq!(form.parse(), Ok(reference), "{form}");
            }
            let wire = serde_json::to_string(&reference).unwrap();
            assert_eq!(
                serde_json::from_str::<CaseReference>(&wire).unwrap(),
                reference
            );
            let three = shown
                .as_bytes()
                .windows(3)
                .any(|letters| letters.iter().all(u8::is_ascii_alphabetic));
            assert!(!three, "{shown} spells something");
        }
    }

    #[test]
    fn what_is_wrong_is_told_in_words() {
        let good = CaseReference::from_random(7).to_string();
        let swapped: String = {
            let mut letters: Vec<char> = good.chars().collect();
            letters.swap(0, 1);
            letters.into_iter().collect()
        };
        for (typed, fault, code) in [
            ("", ReferenceFault::Empty, FieldCode::Required),
            ("  - ", ReferenceFault::Empty, FieldCode::Required),
            ("4K7", ReferenceFault::Length(3), FieldCode::TooShort),
            ("4K7Q-20MVV", ReferenceFault::Length(9), FieldCode::TooLong),
            (
                "4K7Q-20M!",
                ReferenceFault::Character('!'),
                FieldCode::BadCharacter,
            ),
            (
                "4K7Q-20ME",
                ReferenceFault::Character('E'),
                FieldCode::BadCharacter,
            ),
            (&swapped, ReferenceFault::Check, FieldCode::NotAllowed),
        ] {
            assert_eq!(typed.parse::<CaseReference>(), Err(fault), "{typed}");
            let told = fault.at("/reference");
            assert_eq!(told.code, code);
            assert!(told.detail.len() > 20);
        }
        // The one that the words give as an example has to be one.
        assert!("4K7Q-20M4".parse::<CaseReference>().is_ok());
    }

    #[test]
    fn few_of_many_draws_are_alike() {
        let mut random = Seeded::new(4);
        let drawn: HashSet<_> = (0..20_000)
            .map(|_| CaseReference::from_random(random.wide()))
            .collect();
        assert!(drawn.len() > 19_990, "{}", drawn.len());
    }

    #[test]
    fn logs_do_not_tell_it() {
        assert_eq!(
            format!("{:?}", CaseReference::from_random(1)),
            "CaseReference(..)"
        );
    }
}
