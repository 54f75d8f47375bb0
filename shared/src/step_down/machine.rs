//! How a step-down plan stands, and what can happen to it.
//!
//! `Draft -> Proposed -> Agreed -> SteppingDown -> Sustained -> Closed`. A participant who asks for
//! a change sends a proposed plan back. From `SteppingDown` and `Sustained` one step leads back in.
//! A plan that life overtakes is `Stopped`, with the reason. Once a plan has been agreed, it stays in
//! force while a new version of it is written and agreed: see [`super::StepDown`].

use super::{
    dates::{REVIEWS_NEEDED, ReviewFinding},
    event::StepDownEvent,
};
use crate::{cases::codes, policy::RefusalCode};

codes! {
    /// How a step-down plan stands.
    StepDownState {
        /// It is being written, from the start of support on.
        Draft, "draft", "Draft";
        /// The participants are asked.
        Proposed, "proposed", "Proposed";
        /// All of them have accepted it.
        Agreed, "agreed", "Agreed";
        /// Support is being reduced.
        SteppingDown, "stepping_down", "Stepping down";
        /// What was reached has held.
        Sustained, "sustained", "Sustained";
        /// It has done its work.
        Closed, "closed", "Closed";
        /// The young person came back in by the way that the plan promised.
        ReEntered, "re_entered", "Came back in";
        /// Life went another way, for the reason that is recorded.
        Stopped, "stopped", "Stopped";
    }

    /// How a version of a plan stands.
    VersionStage {
        /// It is being written.
        Draft, "draft", "Being written";
        /// The participants are asked.
        Proposed, "proposed", "Proposed";
        /// It is the one that counts.
        InForce, "in_force", "In force";
        /// A later one counts.
        Superseded, "superseded", "Replaced by a later version";
        /// It was given up before it counted.
        Dropped, "dropped", "Given up";
    }
}

/// What else is to be known before something happens to a plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StepDownFacts {
    /// How the version stands that is being written or proposed; none where there is none.
    pub working: Option<VersionStage>,
    /// Whether that version lacks something ([`super::gaps`]).
    pub gaps: bool,
    /// Whether the agency that acts has accepted that version already.
    pub accepted: bool,
    /// Whether every agency that takes part has accepted that version, this event among them.
    pub all_accepted: bool,
    /// Whether an agency takes part that has not accepted the version in force.
    pub newcomers: bool,
    /// Whether the first review lies 6 to 12 weeks after the day on which support is reduced.
    pub first_review_fits: bool,
    /// How many reviews have been held.
    pub held: usize,
    /// What the last one found.
    pub last: Option<ReviewFinding>,
    /// Whether a review was missed, and nobody has said why.
    pub missed: bool,
}

impl StepDownState {
    /// Whether the plan still does something.
    pub const fn live(self) -> bool {
        !matches!(self, Self::Closed | Self::ReEntered | Self::Stopped)
    }

    /// Whether reviews are due.
    pub const fn reviewed(self) -> bool {
        matches!(self, Self::SteppingDown | Self::Sustained)
    }

    /// Whether a version of the plan is in force.
    pub const fn agreed(self) -> bool {
        matches!(self, Self::Agreed | Self::SteppingDown | Self::Sustained)
    }

    /// How the plan stands after `event`. What an event does to versions and reviews is done by
    /// [`super::StepDown::apply`], which asks this first.
    ///
    /// # Errors
    /// Why not, with the way out.
    pub fn next(self, event: &StepDownEvent, facts: &StepDownFacts) -> Result<Self, RefusalCode> {
        use StepDownEvent as E;
        let working = |stage: VersionStage| {
            if facts.working == Some(stage) {
                Ok(())
            } else {
                Err(RefusalCode::NotNow)
            }
        };
        if !self.live() {
            return Err(RefusalCode::PlanEnded);
        }
        match event {
            E::Save { .. } => working(VersionStage::Draft).map(|()| self),
            E::Revise { .. } if self.agreed() && facts.working.is_none() => Ok(self),
            E::Drop { .. } if self.agreed() && facts.working.is_some() => Ok(self),
            E::Propose {} => {
                working(VersionStage::Draft)?;
                if facts.gaps {
                    Err(RefusalCode::PlanIncomplete)
                } else if self == Self::Draft {
                    Ok(Self::Proposed)
                } else {
                    Ok(self)
                }
            }
            E::AskForChange { .. } => {
                working(VersionStage::Proposed)?;
                Ok(self.unproposed())
            }
            E::Accept {} => {
                working(VersionStage::Proposed)?;
                if facts.accepted {
                    Err(RefusalCode::AcceptedAlready)
                } else if facts.gaps {
                    Err(RefusalCode::PlanIncomplete)
                } else if facts.all_accepted && self == Self::Proposed {
                    Ok(Self::Agreed)
                } else {
                    Ok(self)
                }
            }
            E::PartiesChanged {} if facts.working == Some(VersionStage::Proposed) => {
                if facts.gaps {
                    Ok(self.unproposed())
                } else if facts.all_accepted && self == Self::Proposed {
                    Ok(Self::Agreed)
                } else {
                    Ok(self)
                }
            }
            E::PartiesChanged {} => Ok(self),
            E::StepDown { .. } if self == Self::Agreed => {
                if facts.newcomers {
                    Err(RefusalCode::NewcomerAsked)
                } else if facts.working.is_some() {
                    Err(RefusalCode::VersionOpen)
                } else if !facts.first_review_fits {
                    Err(RefusalCode::FirstReviewElsewhere)
                } else {
                    Ok(Self::SteppingDown)
                }
            }
            E::Review { .. } | E::MissReview { .. } if self.reviewed() => Ok(self),
            E::Sustain {} if self == Self::SteppingDown => {
                facts.holds(REVIEWS_NEEDED)?;
                Ok(Self::Sustained)
            }
            E::Close { .. } if self == Self::Sustained => {
                facts.holds(REVIEWS_NEEDED)?;
                Ok(Self::Closed)
            }
            // Nothing stands in the way back.
            E::ReEnter { .. } if self.reviewed() => Ok(Self::ReEntered),
            E::Stop { .. } => Ok(Self::Stopped),
            _ => Err(RefusalCode::NotNow),
        }
    }

    const fn unproposed(self) -> Self {
        match self {
            Self::Proposed => Self::Draft,
            other => other,
        }
    }
}

impl StepDownFacts {
    /// Whether reviews show that what was reached holds.
    fn holds(&self, needed: usize) -> Result<(), RefusalCode> {
        if self.missed {
            Err(RefusalCode::ReviewMissed)
        } else if self.held < needed {
            Err(RefusalCode::ReviewsTooFew)
        } else if self.last != Some(ReviewFinding::Holding) {
            Err(RefusalCode::NotHolding)
        } else {
            Ok(())
        }
    }
}
