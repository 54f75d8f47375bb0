use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{birth::BirthMonth, codes::codes};
use crate::{
    problem::{FieldCode, FieldError},
    text::{PASSAGE_MAX, passage},
};

/// The age in years from which the law takes it that a young person can consent (Family Law Reform
/// Act 1969, section 8). Below it somebody has to say that they understood.
pub const CONSENTS_ALONE: u32 = 16;

codes! {
    /// On what ground of the law an agency is told of a young person.
    LawfulBasis {
        /// The young person, or who has parental responsibility, agreed.
        Consent, "consent", "Consent";
        /// It belongs to what the agencies are there to do by law.
        PublicTask, "public_task", "A public task";
        /// A law demands it.
        LegalObligation, "legal_obligation", "A legal obligation";
        /// To protect somebody's life.
        VitalInterests, "vital_interests", "To protect somebody's life";
        /// To keep a child or an adult at risk safe, where asking would be a danger or is not possible.
        Safeguarding, "safeguarding", "Safeguarding without consent";
    }

    /// Who consented.
    Consenter {
        /// The young person.
        YoungPerson, "young_person", "The young person";
        /// Who has parental responsibility.
        Parent, "parent", "A parent or carer with parental responsibility";
        /// Both.
        Both, "both", "The young person and a parent or carer";
    }
}

/// The ground on which one agency is told of one case. Each sharing has its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Sharing {
    /// The ground.
    pub basis: LawfulBasis,
    /// Who consented, where the ground is consent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consenter: Option<Consenter>,
    /// The day on which they did, or on which the agency decided to share without.
    pub on: NaiveDate,
    /// What is shared, and for what. Those whom it concerns were told this.
    pub purpose: String,
    /// Why it is shared without consent; for consent of somebody who may be under 16, what showed
    /// that they understood.
    #[serde(default)]
    pub because: String,
    /// Whether the young person and the family know of it.
    pub told: bool,
    /// Why they do not, where they do not.
    #[serde(default)]
    pub not_told_because: String,
    /// The day on which consent was withdrawn. From that day the agency is told nothing more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn_on: Option<NaiveDate>,
}

impl Sharing {
    /// Whether it carries a participation on a day.
    pub fn in_force(&self, today: NaiveDate) -> bool {
        self.on <= today && self.withdrawn_on.is_none_or(|until| today < until)
    }

    /// Checks what was recorded about a sharing with a case whose person was `born` then.
    ///
    /// # Errors
    /// Every fault, at its field.
    pub fn check(self, born: BirthMonth, today: NaiveDate) -> Result<Self, Vec<FieldError>> {
        let mut faults = Vec::new();
        let mut text = |pointer: &str, words: &str| {
            passage(pointer, words, PASSAGE_MAX).unwrap_or_else(|fault| {
                faults.push(fault);
                String::new()
            })
        };
        let purpose = text("/purpose", &self.purpose);
        let because = text("/because", &self.because);
        let not_told_because = text("/not_told_because", &self.not_told_because);
        if purpose.is_empty() {
            faults.push(FieldError::required(
                "/purpose",
                "Say what is shared and for what, as you said it to the young person",
            ));
        }
        if self.on > today {
            faults.push(FieldError::new(
                "/on",
                FieldCode::TooLate,
                "This day is to come. Record consent when it has been given",
            ));
        }
        match (self.basis, self.consenter) {
            (LawfulBasis::Consent, None) => {
                faults.push(FieldError::required("/consenter", "Say who consented"));
            }
            (LawfulBasis::Consent, Some(who)) => {
                let alone = who == Consenter::YoungPerson
                    && born
                        .ages(self.on)
                        .is_none_or(|(age, _)| age < CONSENTS_ALONE);
                if alone && because.is_empty() {
                    faults.push(FieldError::required(
                        "/because",
                        "They may be under 16: say what showed that they understood what they agreed to",
                    ));
                }
            }
            (_, Some(_)) => faults.push(FieldError::new(
                "/consenter",
                FieldCode::Contradiction,
                "Leave this empty, or choose consent as the ground",
            )),
            (_, None) if because.is_empty() => faults.push(FieldError::required(
                "/because",
                "Say why it is shared without consent",
            )),
            (_, None) => {}
        }
        if !self.told && not_told_because.is_empty() {
            faults.push(FieldError::required(
                "/not_told_because",
                "Say why the young person and the family have not been told",
            ));
        }
        if !self.told && self.basis == LawfulBasis::Consent {
            faults.push(FieldError::new(
                "/told",
                FieldCode::Contradiction,
                "Nobody consents to what they have not been told of",
            ));
        }
        if let Some(withdrawn) = self.withdrawn_on {
            if self.basis != LawfulBasis::Consent {
                faults.push(FieldError::new(
                    "/withdrawn_on",
                    FieldCode::Contradiction,
                    "Only consent can be withdrawn. End the agency's part instead",
                ));
            } else if withdrawn < self.on || withdrawn > today {
                faults.push(FieldError::new(
                    "/withdrawn_on",
                    if withdrawn > today { FieldCode::TooLate } else { FieldCode::TooEarly },
                    "Enter the day on which it was withdrawn: not before it was given, and not to come",
                ));
            }
        }
        if faults.is_empty() {
            Ok(Self {
                purpose,
                because,
                not_told_because,
                ..self
            })
        } else {
            Err(faults)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cases::codes::assert_codes_come_back;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn consent() -> Sharing {
        Sharing {
            basis: LawfulBasis::Consent,
            consenter: Some(Consenter::Both),
            on: day("2026-11-20"),
            purpose: "What helps at school, so that the school can carry it on".into(),
            because: String::new(),
            told: true,
            not_told_because: String::new(),
            withdrawn_on: None,
        }
    }

    fn faults(sharing: Sharing) -> Vec<String> {
        sharing
            .check("2011-05".parse().unwrap(), day("2026-11-22"))
            .err()
            .unwrap_or_default()
            .into_iter()
            .map(|fault| fault.pointer)
            .collect()
    }

    #[test]
    fn every_sharing_has_its_ground() {
        assert!(faults(consent()).is_empty());
        let without = |basis| Sharing {
            basis,
            consenter: None,
            because: "A risk at home that asking would raise".into(),
            told: false,
            not_told_because: "It would raise the risk".into(),
            ..consent()
        };
        for basis in LawfulBasis::ALL.iter().skip(1) {
            assert!(faults(without(*basis)).is_empty());
            let bare = Sharing {
                because: " ".into(),
                ..without(*basis)
            };
            assert_eq!(faults(bare), ["/because"]);
            let silent = Sharing {
                not_told_because: String::new(),
                ..without(*basis)
            };
            assert_eq!(faults(silent), ["/not_told_because"]);
            let both = Sharing {
                consenter: Some(Consenter::Parent),
                ..without(*basis)
            };
            assert_eq!(faults(both), ["/consenter"]);
        }
    }

    #[test]
    fn consent_is_somebodys_who_understood() {
        assert_eq!(
            faults(Sharing {
                consenter: None,
                ..consent()
            }),
            ["/consenter"]
        );
        // Fifteen and a half: they can consent alone where somebody says that they understood.
        let alone = Sharing {
            consenter: Some(Consenter::YoungPerson),
            ..consent()
        };
        assert_eq!(faults(alone.clone()), ["/because"]);
        let understood = Sharing {
            because: "Explained it back in their own words".into(),
            ..alone
        };
        assert!(faults(understood).is_empty());
        let unknown = Sharing {
            told: false,
            not_told_because: "Away".into(),
            ..consent()
        };
        assert_eq!(faults(unknown), ["/told"]);
        let to_come = Sharing {
            on: day("2026-11-23"),
            ..consent()
        };
        assert_eq!(faults(to_come), ["/on"]);
        assert_eq!(
            faults(Sharing {
                purpose: " ".into(),
                ..consent()
            }),
            ["/purpose"]
        );
    }

    #[test]
    fn withdrawn_consent_carries_nothing_from_that_day() {
        let sharing = Sharing {
            withdrawn_on: Some(day("2026-11-22")),
            ..consent()
        };
        assert!(faults(sharing.clone()).is_empty());
        for (today, carries) in [
            ("2026-11-19", false),
            ("2026-11-20", true),
            ("2026-11-21", true),
            ("2026-11-22", false),
            ("2027-01-01", false),
        ] {
            assert_eq!(sharing.in_force(day(today)), carries, "{today}");
        }
        let early = Sharing {
            withdrawn_on: Some(day("2026-11-19")),
            ..consent()
        };
        assert_eq!(faults(early), ["/withdrawn_on"]);
        let late = Sharing {
            withdrawn_on: Some(day("2026-11-23")),
            ..consent()
        };
        assert_eq!(faults(late), ["/withdrawn_on"]);
    }

    #[test]
    fn codes_come_back() {
        assert_codes_come_back!(LawfulBasis, Consenter);
    }
}
