//! Who is involved with a case, what they offer (the passport), and who holds responsibility.
//!
//! Invariants, held by the property test below whatever happens in whatever order:
//! - an agency takes part once at a time, and at least one of its people is named while it does;
//! - exactly one agency holds responsibility while the case is open, and it takes part;
//! - what has ended is kept, and never changes again.

use chrono::{DateTime, Utc};

use crate::{
    ids::{AgencyId, PersonId},
    policy::RefusalCode,
};

/// Most people of one agency that are named on a case.
pub const PEOPLE_MAX: usize = 12;

/// An agency's part in a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Participation {
    /// The agency.
    pub agency: AgencyId,
    /// Its people who are named, and nobody else of it.
    pub people: Vec<PersonId>,
    /// What it offers, in words that a family understands.
    pub offers: String,
    /// The agency's own reference of the young person: see [`Participation::own_reference_for`].
    pub own_reference: Option<String>,
    /// Since when.
    pub from: DateTime<Utc>,
    /// Until when; none while it takes part.
    pub until: Option<DateTime<Utc>>,
}

impl Participation {
    /// Whether the agency takes part at this moment.
    pub fn is_live(&self, now: DateTime<Utc>) -> bool {
        self.from <= now && self.until.is_none_or(|until| now < until)
    }

    /// The agency's own reference, for a reader of these agencies: it is seen by that agency alone,
    /// and no longer when it has left.
    pub fn own_reference_for(&self, reader: &[AgencyId], now: DateTime<Utc>) -> Option<&str> {
        (self.is_live(now) && reader.contains(&self.agency))
            .then_some(self.own_reference.as_deref())
            .flatten()
    }
}

/// How responsibility for a case comes to pass to another agency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passing {
    /// The agency that is to hold it.
    pub to: AgencyId,
    /// Whether somebody of that agency has accepted it. Silence is not acceptance.
    pub accepted: bool,
    /// Whether a first contact with the young person was attended.
    pub first_contact: bool,
    /// The clinical reason for which it passes before a first contact, where it does.
    pub clinical_reason: String,
}

/// A time in which one agency held responsibility.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holding {
    /// The agency.
    pub agency: AgencyId,
    /// Since when.
    pub from: DateTime<Utc>,
    /// Until when; none for the one that holds it.
    pub until: Option<DateTime<Utc>>,
}

/// Everybody who is or was involved with a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Participants {
    parts: Vec<Participation>,
    holdings: Vec<Holding>,
}

impl Participants {
    /// Those of a new case: the agency that opens it, which holds responsibility until it passes.
    pub fn opened_by(agency: AgencyId, person: PersonId, now: DateTime<Utc>) -> Self {
        Self {
            parts: vec![Participation {
                agency,
                people: vec![person],
                offers: String::new(),
                own_reference: None,
                from: now,
                until: None,
            }],
            holdings: vec![Holding {
                agency,
                from: now,
                until: None,
            }],
        }
    }

    /// Those of a case as they were kept.
    pub const fn kept(parts: Vec<Participation>, holdings: Vec<Holding>) -> Self {
        Self { parts, holdings }
    }

    /// Every part, those that have ended among them.
    pub fn parts(&self) -> &[Participation] {
        &self.parts
    }

    /// Every time in which somebody held responsibility, in order.
    pub fn holdings(&self) -> &[Holding] {
        &self.holdings
    }

    /// The agencies that take part.
    pub fn live(&self) -> impl Iterator<Item = &Participation> {
        self.parts.iter().filter(|part| part.until.is_none())
    }

    /// The agency that holds responsibility.
    pub fn holder(&self) -> Option<AgencyId> {
        self.holdings
            .iter()
            .find(|holding| holding.until.is_none())
            .map(|holding| holding.agency)
    }

    /// Whether somebody is named for an agency that takes part.
    pub fn names(&self, person: PersonId, agency: AgencyId) -> bool {
        self.live()
            .any(|part| part.agency == agency && part.people.contains(&person))
    }

    /// An agency joins with the people who are named for it. Its sharing must be in force
    /// ([`super::Sharing::in_force`]).
    ///
    /// # Errors
    /// `AlreadyTakesPart`, `NobodyNamed`, `TooManyNamed`, `SharingMissing`.
    pub fn join(
        &self,
        agency: AgencyId,
        people: &[PersonId],
        shared: bool,
        now: DateTime<Utc>,
    ) -> Result<Self, RefusalCode> {
        if self.live().any(|part| part.agency == agency) {
            return Err(RefusalCode::AlreadyTakesPart);
        }
        if !shared {
            return Err(RefusalCode::SharingMissing);
        }
        let mut next = self.clone();
        next.parts.push(Participation {
            agency,
            people: named(people)?,
            offers: String::new(),
            own_reference: None,
            from: now,
            until: None,
        });
        Ok(next)
    }

    /// Other people of an agency are named from now on.
    ///
    /// # Errors
    /// `TakesNoPart`, `NobodyNamed`, `TooManyNamed`.
    pub fn name(&self, agency: AgencyId, people: &[PersonId]) -> Result<Self, RefusalCode> {
        let people = named(people)?;
        self.changed(agency, |part| part.people = people)
    }

    /// What an agency offers from now on, checked already.
    ///
    /// # Errors
    /// `TakesNoPart`.
    pub fn offer(&self, agency: AgencyId, offers: String) -> Result<Self, RefusalCode> {
        self.changed(agency, |part| part.offers = offers)
    }

    /// An agency leaves. What it wrote stays with the case.
    ///
    /// # Errors
    /// `TakesNoPart`; `HoldsResponsibility` for the one that holds it, which passes it on first.
    pub fn leave(&self, agency: AgencyId, now: DateTime<Utc>) -> Result<Self, RefusalCode> {
        if self.holder() == Some(agency) {
            return Err(RefusalCode::HoldsResponsibility);
        }
        self.changed(agency, |part| {
            part.until = Some(now);
            part.own_reference = None;
        })
    }

    /// Responsibility passes: when the receiver has accepted and a first contact was attended, or
    /// for a clinical reason that is recorded.
    ///
    /// # Errors
    /// `TakesNoPart`, `AlreadyHolds`, `NotAcceptedYet`, `FirstContactMissing`.
    pub fn pass(&self, passing: &Passing, now: DateTime<Utc>) -> Result<Self, RefusalCode> {
        if !self.live().any(|part| part.agency == passing.to) {
            return Err(RefusalCode::TakesNoPart);
        }
        if self.holder() == Some(passing.to) {
            return Err(RefusalCode::AlreadyHolds);
        }
        if !passing.accepted {
            return Err(RefusalCode::NotAcceptedYet);
        }
        if !passing.first_contact && passing.clinical_reason.trim().is_empty() {
            return Err(RefusalCode::FirstContactMissing);
        }
        let mut next = self.clone();
        for holding in next.holdings.iter_mut().filter(|one| one.until.is_none()) {
            holding.until = Some(now);
        }
        next.holdings.push(Holding {
            agency: passing.to,
            from: now,
            until: None,
        });
        Ok(next)
    }

    fn changed(
        &self,
        agency: AgencyId,
        change: impl FnOnce(&mut Participation),
    ) -> Result<Self, RefusalCode> {
        let mut next = self.clone();
        let part = next
            .parts
            .iter_mut()
            .find(|part| part.agency == agency && part.until.is_none())
            .ok_or(RefusalCode::TakesNoPart)?;
        change(part);
        Ok(next)
    }
}

fn named(people: &[PersonId]) -> Result<Vec<PersonId>, RefusalCode> {
    let mut kept = people.to_vec();
    kept.sort_unstable();
    kept.dedup();
    match kept.len() {
        0 => Err(RefusalCode::NobodyNamed),
        1..=PEOPLE_MAX => Ok(kept),
        _ => Err(RefusalCode::TooManyNamed),
    }
}

#[cfg(test)]
mod tests {
    use chrono::Duration;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn agency(number: u128) -> AgencyId {
        Uuid::from_u128(number).into()
    }

    fn person(number: u128) -> PersonId {
        Uuid::from_u128(number).into()
    }

    fn at(minutes: i64) -> DateTime<Utc> {
        "2026-11-22T10:00:00Z".parse::<DateTime<Utc>>().unwrap() + Duration::minutes(minutes)
    }

    fn passing(to: AgencyId) -> Passing {
        Passing {
            to,
            accepted: true,
            first_contact: true,
            clinical_reason: String::new(),
        }
    }

    #[test]
    fn responsibility_passes_when_it_has_been_taken() {
        let mut two = Participants::opened_by(agency(1), person(11), at(0));
        let code = |found: Result<Participants, RefusalCode>| found.unwrap_err();
        assert_eq!(
            code(two.pass(&passing(agency(2)), at(1))),
            RefusalCode::TakesNoPart
        );
        assert_eq!(
            code(two.leave(agency(1), at(1))),
            RefusalCode::HoldsResponsibility
        );
        assert_eq!(
            code(two.join(agency(2), &[person(21)], false, at(1))),
            RefusalCode::SharingMissing
        );
        two = two.join(agency(2), &[person(21)], true, at(1)).unwrap();
        assert_eq!(
            code(two.join(agency(2), &[person(22)], true, at(1))),
            RefusalCode::AlreadyTakesPart
        );
        assert_eq!(
            code(two.pass(&passing(agency(1)), at(1))),
            RefusalCode::AlreadyHolds
        );
        let silent = Passing {
            accepted: false,
            ..passing(agency(2))
        };
        assert_eq!(code(two.pass(&silent, at(1))), RefusalCode::NotAcceptedYet);
        let unseen = Passing {
            first_contact: false,
            ..passing(agency(2))
        };
        assert_eq!(
            code(two.pass(&unseen, at(1))),
            RefusalCode::FirstContactMissing
        );
        let reasoned = Passing {
            clinical_reason: "Admitted tonight".into(),
            ..unseen
        };
        assert!(two.pass(&reasoned, at(1)).is_ok());
        let passed = two.pass(&passing(agency(2)), at(2)).unwrap();
        assert_eq!(passed.holder(), Some(agency(2)));
        assert!(passed.leave(agency(1), at(3)).is_ok());
    }

    #[test]
    fn an_agencys_own_reference_is_its_own() {
        let opened = Participants::opened_by(agency(1), person(11), at(0));
        let mut part = opened.parts()[0].clone();
        part.own_reference = Some("RiO 4471".into());
        assert_eq!(
            part.own_reference_for(&[agency(1)], at(1)),
            Some("RiO 4471")
        );
        assert_eq!(part.own_reference_for(&[agency(2)], at(1)), None);
        assert_eq!(part.own_reference_for(&[], at(1)), None);
        part.until = Some(at(5));
        assert_eq!(
            part.own_reference_for(&[agency(1)], at(4)),
            Some("RiO 4471")
        );
        assert_eq!(part.own_reference_for(&[agency(1)], at(5)), None);
    }

    #[test]
    fn the_removed_are_out_at_that_moment() {
        let both = Participants::opened_by(agency(1), person(11), at(0))
            .join(agency(2), &[person(21), person(22)], true, at(1))
            .unwrap();
        assert!(both.names(person(21), agency(2)));
        // Named for another agency is not named for this one.
        assert!(!both.names(person(21), agency(1)));
        let fewer = both.name(agency(2), &[person(22)]).unwrap();
        assert!(!fewer.names(person(21), agency(2)));
        assert_eq!(fewer.name(agency(2), &[]), Err(RefusalCode::NobodyNamed));
        let many: Vec<PersonId> = (0..13).map(person).collect();
        assert_eq!(fewer.name(agency(2), &many), Err(RefusalCode::TooManyNamed));
        let left = fewer.leave(agency(2), at(9)).unwrap();
        assert!(!left.names(person(22), agency(2)));
        assert_eq!(
            left.offer(agency(2), "Talks".into()),
            Err(RefusalCode::TakesNoPart)
        );
        assert!(left.join(agency(2), &[person(22)], true, at(10)).is_ok());
    }

    proptest! {
        /// The invariants of the module.
        #[test]
        fn sequences_keep_one_holder(picks in prop::collection::vec((0u8..5, 1u128..5, 0u128..6, any::<bool>()), 0..60)) {
            let mut now = Participants::opened_by(agency(1), person(1), at(0));
            for (step, (what, which, who, yes)) in picks.into_iter().enumerate() {
                let time = at(i64::try_from(step).unwrap() + 1);
                let one = agency(which);
                let next = match what {
                    0 => now.join(one, &[person(who)][..usize::from(who > 0)], yes, time),
                    1 => now.leave(one, time),
                    2 => now.name(one, &[person(who)][..usize::from(who > 0)]),
                    3 => now.pass(&Passing { accepted: yes, ..passing(one) }, time),
                    _ => now.offer(one, "Sees them on Fridays".into()),
                };
                let Ok(next) = next else { continue };
                let open: Vec<_> = next.holdings().iter().filter(|one| one.until.is_none()).collect();
                prop_assert_eq!(open.len(), 1);
                prop_assert!(next.live().any(|part| part.agency == open[0].agency));
                for part in next.live() {
                    prop_assert_eq!(next.live().filter(|other| other.agency == part.agency).count(), 1);
                    prop_assert!(!part.people.is_empty());
                }
                // What has ended stays as it was, and times of holding follow each other.
                for part in now.parts().iter().filter(|part| part.until.is_some()) {
                    prop_assert!(next.parts().contains(part));
                }
                for pair in next.holdings().windows(2) {
                    prop_assert_eq!(pair[0].until, Some(pair[1].from));
                }
                now = next;
            }
        }
    }
}
