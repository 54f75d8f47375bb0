//! The whole course of a step-down plan: how it stands, its versions with their acceptances, and
//! its reviews.
//!
//! Invariants, held by the property test whatever happens in whatever order:
//! 1. The plan moves along the arrows of [`StepDownState::next`] alone, and a plan that has ended
//!    never changes.
//! 2. Exactly one version is in force from `Agreed` on, and none before; every agency that took part
//!    when it came into force had accepted it, it lacked nothing, and its level goes down.
//! 3. At most one version is being written or proposed; a version that counted, or was given up,
//!    never changes its words or its acceptances. Numbers run from 1 without a gap.
//! 4. While support is being reduced or has been, a review is set: nothing lapses in silence.
//! 5. A review that was held, or for which somebody said why not, never changes, and no day has two.
//!    A missed one goes away by being answered, never by a new version.
//! 6. From `SteppingDown` and `Sustained` the way back is open, whatever else is not.
//! 7. What is refused changes nothing.

use chrono::NaiveDate;

use super::{
    api::StepDownContent,
    dates::ReviewFinding,
    event::StepDownEvent,
    gate::{Around, first_review_fits, gaps},
    machine::{StepDownFacts, StepDownState, VersionStage},
    review::{Answer, Review, answered, carried_over, missed, set},
};
use crate::{ids::AgencyId, policy::RefusalCode};

/// A version of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Its number, from 1.
    pub number: u32,
    /// How it stands.
    pub stage: VersionStage,
    /// What it says.
    pub content: StepDownContent,
    /// The agencies that have accepted it.
    pub accepted_by: Vec<AgencyId>,
}

/// A step-down plan with all that happened to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepDown {
    state: StepDownState,
    versions: Vec<Version>,
    reviews: Vec<Review>,
    stepped_down: Option<NaiveDate>,
}

impl StepDown {
    /// A plan begun at the start of support.
    pub fn begun() -> Self {
        Self {
            state: StepDownState::Draft,
            versions: vec![Version {
                number: 1,
                stage: VersionStage::Draft,
                content: StepDownContent::default(),
                accepted_by: Vec::new(),
            }],
            reviews: Vec::new(),
            stepped_down: None,
        }
    }

    /// A plan as it was kept.
    pub const fn kept(
        state: StepDownState,
        versions: Vec<Version>,
        reviews: Vec<Review>,
        stepped_down: Option<NaiveDate>,
    ) -> Self {
        Self {
            state,
            versions,
            reviews,
            stepped_down,
        }
    }

    /// How it stands.
    pub const fn state(&self) -> StepDownState {
        self.state
    }

    /// Its versions, the first one first.
    pub fn versions(&self) -> &[Version] {
        &self.versions
    }

    /// Its reviews, by the day for which they were set.
    pub fn reviews(&self) -> &[Review] {
        &self.reviews
    }

    /// The day from which support was reduced.
    pub const fn stepped_down(&self) -> Option<NaiveDate> {
        self.stepped_down
    }

    /// The version that counts.
    pub fn in_force(&self) -> Option<&Version> {
        self.versions
            .iter()
            .find(|version| version.stage == VersionStage::InForce)
    }

    /// The version that is being written or proposed.
    pub fn working(&self) -> Option<&Version> {
        self.versions
            .iter()
            .find(|version| matches!(version.stage, VersionStage::Draft | VersionStage::Proposed))
    }

    /// The agencies that are still to accept the version that is proposed.
    pub fn outstanding(&self, agencies: &[AgencyId]) -> Vec<AgencyId> {
        self.working()
            .filter(|version| version.stage == VersionStage::Proposed)
            .map(|version| lacking(version, agencies))
            .unwrap_or_default()
    }

    /// The next review, held or not; overdue where its day has passed.
    pub fn next_review(&self) -> Option<&Review> {
        self.reviews.iter().find(|review| review.answer.is_none())
    }

    /// The reviews whose day has passed, of which nobody has said anything. They show as overdue to
    /// all.
    pub fn missed(&self, today: NaiveDate) -> impl Iterator<Item = &Review> {
        self.reviews
            .iter()
            .filter(move |review| self.state.reviewed() && missed(review, today))
    }

    /// What is to be known before `event` happens, where `by` acts.
    pub fn facts(&self, event: &StepDownEvent, by: AgencyId, around: &Around<'_>) -> StepDownFacts {
        let working = self.working();
        let accepted = working.is_some_and(|version| version.accepted_by.contains(&by));
        let accepting = matches!(event, StepDownEvent::Accept {});
        let all_accepted = working.is_some_and(|version| {
            !around.agencies.is_empty()
                && around.agencies.iter().all(|agency| {
                    version.accepted_by.contains(agency) || accepting && *agency == by
                })
        });
        let in_force = self.in_force();
        let on = match event {
            StepDownEvent::StepDown { on } => Some(*on),
            _ => None,
        };
        StepDownFacts {
            working: working.map(|version| version.stage),
            gaps: working.is_some_and(|version| !gaps(&version.content, around).is_empty()),
            accepted,
            all_accepted,
            newcomers: in_force
                .is_some_and(|version| !lacking(version, around.agencies).is_empty()),
            first_review_fits: on.is_some_and(|on| {
                in_force
                    .and_then(|version| version.content.reviews.first())
                    .is_some_and(|first| first_review_fits(on, *first))
            }),
            held: self.held().count(),
            last: self.held().last(),
            missed: self.missed(around.today).next().is_some(),
        }
    }

    fn held(&self) -> impl Iterator<Item = ReviewFinding> {
        let mut held: Vec<(NaiveDate, ReviewFinding)> = self
            .reviews
            .iter()
            .filter_map(|review| match &review.answer {
                Some(Answer::Held { on, finding, .. }) => Some((*on, *finding)),
                _ => None,
            })
            .collect();
        held.sort_by_key(|(on, _)| *on);
        held.into_iter().map(|(_, finding)| finding)
    }

    /// The plan after `event`, which was checked already ([`StepDownEvent::checked`]), where `by`
    /// acts.
    ///
    /// # Errors
    /// Why not, with the way out. The plan is as it was.
    pub fn apply(
        &self,
        event: &StepDownEvent,
        by: AgencyId,
        around: &Around<'_>,
    ) -> Result<Self, RefusalCode> {
        use StepDownEvent as E;
        let follows = matches!(event, E::PartiesChanged {} | E::Stop { .. });
        if !follows && !around.agencies.contains(&by) {
            return Err(RefusalCode::TakesNoPart);
        }
        let facts = self.facts(event, by, around);
        let mut next = self.clone();
        next.state = self.state.next(event, &facts)?;
        match event {
            E::Save { content } => next.change(|version| version.content = (**content).clone()),
            E::Revise { .. } => next.revise(),
            E::Drop { .. } => next.change(|version| version.stage = VersionStage::Dropped),
            E::Propose {} => next.change(|version| {
                version.stage = VersionStage::Proposed;
                version.accepted_by.clear();
            }),
            E::AskForChange { .. } => next.send_back(),
            E::Accept {} => {
                next.change(|version| version.accepted_by.push(by));
                if facts.all_accepted {
                    next.bring_into_force(around.today);
                }
            }
            E::PartiesChanged {} if facts.working == Some(VersionStage::Proposed) => {
                if facts.gaps {
                    next.send_back();
                } else if facts.all_accepted {
                    next.bring_into_force(around.today);
                }
            }
            E::StepDown { on } => {
                next.stepped_down = Some(*on);
                next.reviews = set(next
                    .in_force()
                    .map(|version| version.content.reviews.as_slice())
                    .unwrap_or_default());
            }
            E::Review {
                due,
                on,
                finding,
                words,
                next: following,
            } => {
                if next.stepped_down.is_some_and(|stepped| *on < stepped) || *on > around.today {
                    return Err(RefusalCode::ReviewElsewhere);
                }
                let answer = Answer::Held {
                    on: *on,
                    finding: *finding,
                    words: words.clone(),
                };
                next.reviews = answered(&next.reviews, *due, answer, *following, *on)?;
            }
            E::MissReview {
                due,
                words,
                next: following,
            } => {
                if *due >= around.today {
                    return Err(RefusalCode::ReviewToCome);
                }
                let answer = Answer::NotHeld {
                    words: words.clone(),
                };
                next.reviews = answered(&next.reviews, *due, answer, *following, around.today)?;
            }
            E::PartiesChanged {}
            | E::Sustain {}
            | E::Close { .. }
            | E::ReEnter { .. }
            | E::Stop { .. } => {}
        }
        Ok(next)
    }

    fn change(&mut self, change: impl FnOnce(&mut Version)) {
        let working = self
            .versions
            .iter_mut()
            .find(|version| matches!(version.stage, VersionStage::Draft | VersionStage::Proposed));
        if let Some(version) = working {
            change(version);
        }
    }

    fn revise(&mut self) {
        let number = self.versions.last().map_or(0, |version| version.number) + 1;
        let content = self
            .in_force()
            .map(|version| version.content.clone())
            .unwrap_or_default();
        self.versions.push(Version {
            number,
            stage: VersionStage::Draft,
            content,
            accepted_by: Vec::new(),
        });
    }

    fn send_back(&mut self) {
        self.change(|version| {
            version.stage = VersionStage::Draft;
            version.accepted_by.clear();
        });
    }

    fn bring_into_force(&mut self, today: NaiveDate) {
        for version in &mut self.versions {
            match version.stage {
                VersionStage::InForce => version.stage = VersionStage::Superseded,
                VersionStage::Proposed => version.stage = VersionStage::InForce,
                VersionStage::Draft | VersionStage::Superseded | VersionStage::Dropped => {}
            }
        }
        if self.state.reviewed() {
            let planned = self
                .in_force()
                .map(|version| version.content.reviews.clone())
                .unwrap_or_default();
            self.reviews = carried_over(&self.reviews, &planned, today);
        }
    }
}

/// The agencies that take part and have not accepted a version.
fn lacking(version: &Version, agencies: &[AgencyId]) -> Vec<AgencyId> {
    agencies
        .iter()
        .copied()
        .filter(|agency| !version.accepted_by.contains(agency))
        .collect()
}
