//! Access in an emergency, for somebody who takes no part in a case.
//!
//! It opens one case, for reading, for three hours, and cannot be made longer. The holders and the
//! auditor are told at once; where mail is down it opens all the same, because a child may need it,
//! and the telling is kept until it can be done.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{access::CaseVerb, codes::codes};
use crate::{
    pathways::{Clock, due},
    policy::RefusalCode,
    problem::{FieldCode, FieldError},
    text::{PASSAGE_MAX, passage},
};

/// For how long it opens a case, in minutes.
pub const OPEN_MINUTES: i64 = 180;
/// How long ago somebody may have signed in, in minutes.
pub const FRESH_MINUTES: i64 = 10;
/// By when it is reviewed by somebody else.
pub const REVIEWED_WITHIN: Clock = Clock::working_days(3);
/// Fewest characters of the words.
pub const WORDS_MIN: usize = 20;

codes! {
    /// Why a case is opened by breaking the glass.
    BreakGlassReason {
        /// Somebody's life is in danger.
        RiskToLife, "risk_to_life", "Somebody's life is in danger";
        /// A child has to be kept safe now.
        Safeguarding, "safeguarding", "A child has to be kept safe now";
        /// The young person has come for help in a crisis.
        Crisis, "crisis", "The young person has come for help in a crisis";
        /// The young person is missing.
        Missing, "missing", "The young person is missing";
    }

    /// What somebody found who looked into it afterwards.
    GlassFinding {
        /// It was needed.
        Needed, "needed", "It was needed";
        /// It was not needed, and done in good faith.
        NotNeeded, "not_needed", "It was not needed, and done in good faith";
        /// It should not have been done.
        Wrong, "wrong", "It should not have been done";
    }
}

/// What somebody says who breaks the glass.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BreakGlassRequest {
    /// Why, from the list.
    pub reason: BreakGlassReason,
    /// Why, in words that the holders and a reviewer read. Nothing that tells who the child is.
    pub words: String,
}

impl BreakGlassRequest {
    /// The request with its words as they are kept.
    ///
    /// # Errors
    /// A fault at `/words` where they are missing, too short or too long.
    pub fn checked(self) -> Result<Self, FieldError> {
        let words = passage("/words", &self.words, PASSAGE_MAX)?;
        if words.is_empty() {
            return Err(FieldError::required(
                "/words",
                "Say what has happened and what you need to know. The holders of the case will read it",
            ));
        }
        if words.chars().count() < WORDS_MIN {
            return Err(FieldError::new(
                "/words",
                FieldCode::TooShort,
                format!("Say what has happened in {WORDS_MIN} characters or more"),
            ));
        }
        Ok(Self { words, ..self })
    }
}

/// The words of a review as they are kept.
///
/// # Errors
/// A fault at `/words` where they are missing or too long.
pub fn review_words(words: &str) -> Result<String, FieldError> {
    let words = passage("/words", words, PASSAGE_MAX)?;
    if words.is_empty() {
        return Err(FieldError::required(
            "/words",
            "Say what you found, and what follows from it",
        ));
    }
    Ok(words)
}

/// Who wants to break the glass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Breaker {
    /// Whether they are a practitioner of an agency on a sharing agreement that is in force.
    pub eligible: bool,
    /// Whether it is a program.
    pub program: bool,
    /// Whether they are named on the case, and need no glass broken.
    pub named: bool,
    /// When they last gave their password or key.
    pub signed_in: DateTime<Utc>,
}

impl Breaker {
    /// Whether they may break the glass now. Whether there is such a case is not told before this.
    ///
    /// # Errors
    /// Why not.
    pub fn may(&self, now: DateTime<Utc>) -> Result<(), RefusalCode> {
        if self.program {
            Err(RefusalCode::NotForPrograms)
        } else if !self.eligible {
            Err(RefusalCode::NotOnAgreement)
        } else if self.named {
            Err(RefusalCode::NamedAlready)
        } else if now - self.signed_in > Duration::minutes(FRESH_MINUTES) || self.signed_in > now {
            Err(RefusalCode::SignInAgain)
        } else {
            Ok(())
        }
    }
}

/// Glass that was broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BrokenGlass {
    /// When.
    pub opened: DateTime<Utc>,
    /// When it was ended before its time.
    pub ended: Option<DateTime<Utc>>,
}

impl BrokenGlass {
    /// The first moment at which it no longer opens the case.
    pub fn ends(&self) -> DateTime<Utc> {
        let by_itself = self.opened + Duration::minutes(OPEN_MINUTES);
        self.ended.map_or(by_itself, |ended| ended.min(by_itself))
    }

    /// Whether it opens the case at this moment, for this. A clock that went back opens nothing.
    pub fn allows(&self, verb: CaseVerb, now: DateTime<Utc>) -> bool {
        verb == CaseVerb::Read && self.opened <= now && now < self.ends()
    }

    /// The last day on which it is reviewed in time, where it was opened on `day` in London.
    pub fn review_due(day: NaiveDate) -> NaiveDate {
        due(REVIEWED_WITHIN, day)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::cases::codes::assert_codes_come_back;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn only_those_on_the_agreement_who_signed_in_just_now() {
        let now = at("2026-11-22T10:00:00Z");
        let good = Breaker {
            eligible: true,
            program: false,
            named: false,
            signed_in: now,
        };
        assert_eq!(good.may(now), Ok(()));
        for (who, code) in [
            (
                Breaker {
                    eligible: false,
                    ..good
                },
                RefusalCode::NotOnAgreement,
            ),
            // Who is not eligible learns nothing of the case, not even by being named.
            (
                Breaker {
                    eligible: false,
                    named: true,
                    ..good
                },
                RefusalCode::NotOnAgreement,
            ),
            (
                Breaker {
                    named: true,
                    ..good
                },
                RefusalCode::NamedAlready,
            ),
            (
                Breaker {
                    program: true,
                    ..good
                },
                RefusalCode::NotForPrograms,
            ),
            (
                Breaker {
                    signed_in: at("2026-11-22T09:49:59Z"),
                    ..good
                },
                RefusalCode::SignInAgain,
            ),
            (
                Breaker {
                    signed_in: at("2026-11-22T10:00:01Z"),
                    ..good
                },
                RefusalCode::SignInAgain,
            ),
        ] {
            assert_eq!(who.may(now), Err(code), "{who:?}");
        }
        let in_time = Breaker {
            signed_in: at("2026-11-22T09:50:00Z"),
            ..good
        };
        assert_eq!(in_time.may(now), Ok(()));
    }

    #[test]
    fn words_are_more_than_a_word() {
        let said = |words: &str| {
            BreakGlassRequest {
                reason: BreakGlassReason::Crisis,
                words: words.into(),
            }
            .checked()
        };
        assert_eq!(said(" ").unwrap_err().code, FieldCode::Required);
        assert_eq!(said("urgent").unwrap_err().code, FieldCode::TooShort);
        assert!(said("Came to A&E tonight; need to know what helps and who to call").is_ok());
        assert_codes_come_back!(BreakGlassReason, GlassFinding);
    }

    #[test]
    fn it_ends_by_itself() {
        let glass = BrokenGlass {
            opened: at("2026-11-22T10:00:00Z"),
            ended: None,
        };
        for (now, open) in [
            ("2026-11-22T09:59:59Z", false),
            ("2026-11-22T10:00:00Z", true),
            ("2026-11-22T12:59:59Z", true),
            ("2026-11-22T13:00:00Z", false),
            ("2027-11-22T11:00:00Z", false),
        ] {
            assert_eq!(glass.allows(CaseVerb::Read, at(now)), open, "{now}");
            for verb in CaseVerb::ALL.iter().filter(|verb| **verb != CaseVerb::Read) {
                assert!(!glass.allows(*verb, at(now)), "{verb:?}");
            }
        }
        let ended = BrokenGlass {
            ended: Some(at("2026-11-22T11:00:00Z")),
            ..glass
        };
        assert!(!ended.allows(CaseVerb::Read, at("2026-11-22T11:00:00Z")));
        // Ending it late makes it no longer.
        let late = BrokenGlass {
            ended: Some(at("2026-11-22T23:00:00Z")),
            ..glass
        };
        assert!(!late.allows(CaseVerb::Read, at("2026-11-22T13:00:00Z")));
    }

    #[test]
    fn it_is_reviewed_within_three_working_days() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        for (opened, review) in [
            ("2026-11-18", "2026-11-23"),
            // A Sunday counts as the Monday after it.
            ("2026-11-22", "2026-11-26"),
            ("2026-12-24", "2026-12-31"),
        ] {
            assert_eq!(
                BrokenGlass::review_due(day(opened)),
                day(review),
                "{opened}"
            );
        }
    }

    proptest! {
        #[test]
        fn never_longer_than_three_hours(offset in -100_000i64..100_000, ended in prop::option::of(-100_000i64..100_000)) {
            let opened = at("2026-11-22T10:00:00Z");
            let glass = BrokenGlass { opened, ended: ended.map(|s| opened + Duration::seconds(s)) };
            let now = opened + Duration::seconds(offset);
            if glass.allows(CaseVerb::Read, now) {
                prop_assert!((0..10_800).contains(&offset));
                prop_assert!(ended.is_none_or(|ended| offset < ended));
            }
        }
    }
}
