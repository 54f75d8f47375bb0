//! Who stands behind an update: every other joint lead endorses it, every supporting agency
//! confirms its part. Whether it is agreed is computed from their answers, never set.

use serde::{Deserialize, Serialize};

use crate::{ids::AgencyId, plans::AssignmentRole, policy::RefusalCode};

use super::{CycleState, UpdateEvent};

/// What an agency that is asked has answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ContributionState {
    /// Nothing yet.
    Requested,
    /// It stands behind the update.
    Confirmed,
    /// It does not, and has said why.
    Disputed,
    /// Nothing, and the cycle has closed. Computed, never stored.
    NotReceived,
}

impl ContributionState {
    /// Every state.
    pub const ALL: &'static [Self] = &[
        Self::Requested,
        Self::Confirmed,
        Self::Disputed,
        Self::NotReceived,
    ];

    /// The word on the wire and in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Confirmed => "confirmed",
            Self::Disputed => "disputed",
            Self::NotReceived => "not_received",
        }
    }

    /// The word on the screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Requested => "Asked",
            Self::Confirmed => "Confirmed",
            Self::Disputed => "Disputed",
            Self::NotReceived => "Not received",
        }
    }

    /// The state that a word in the database names.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|state| state.code() == code)
    }

    /// The state while the cycle stands at `cycle`: what was asked for and has not come by the
    /// close is not received.
    #[must_use]
    pub const fn in_cycle(self, cycle: CycleState) -> Self {
        match (self, cycle) {
            (Self::Requested, CycleState::Closed | CycleState::Locked) => Self::NotReceived,
            _ => self,
        }
    }
}

/// How far the agencies that were asked agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Endorsement {
    /// Nobody has confirmed.
    None,
    /// Some have confirmed.
    Partial,
    /// All have confirmed.
    Full,
    /// Somebody disputes it.
    Disputed,
}

impl Endorsement {
    /// The words on the screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::None => "Not agreed yet",
            Self::Partial => "Partly agreed",
            Self::Full => "Agreed",
            Self::Disputed => "Disputed",
        }
    }
}

/// How far those who were asked agree; nothing where nobody was.
pub fn agreement(states: impl IntoIterator<Item = ContributionState>) -> Option<Endorsement> {
    let (mut all, mut confirmed, mut disputed) = (0_u32, 0_u32, false);
    for state in states {
        all += 1;
        confirmed += u32::from(state == ContributionState::Confirmed);
        disputed |= state == ContributionState::Disputed;
    }
    match (all, confirmed) {
        (0, _) => None,
        _ if disputed => Some(Endorsement::Disputed),
        (_, 0) => Some(Endorsement::None),
        (all, confirmed) if all == confirmed => Some(Endorsement::Full),
        _ => Some(Endorsement::Partial),
    }
}

/// An agency that is asked, as the rules see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contribution {
    /// The agency.
    pub agency: AgencyId,
    /// Its part in the action.
    pub part: AssignmentRole,
    /// What it has answered.
    pub state: ContributionState,
}

/// Whether all joint leads stand behind an update, so that it counts as submitted. The one whose
/// lead accepts it says so by accepting.
pub fn endorsed(contributions: &[Contribution], acceptor: AgencyId) -> bool {
    contributions
        .iter()
        .filter(|one| one.part.leads() && one.agency != acceptor)
        .all(|one| one.state == ContributionState::Confirmed)
}

/// Whether an update can be accepted: until the due date it waits for every joint lead; after it
/// what is missing is printed instead.
///
/// # Errors
/// `NotEndorsed`.
pub fn may_be_accepted(
    contributions: &[Contribution],
    acceptor: AgencyId,
    cycle: CycleState,
) -> Result<(), RefusalCode> {
    let waiting = matches!(cycle, CycleState::Scheduled | CycleState::Open);
    if waiting && !endorsed(contributions, acceptor) {
        return Err(RefusalCode::NotEndorsed);
    }
    Ok(())
}

/// The agencies of which it is printed that they have not endorsed the update: from the day after
/// the due date on, and once it is accepted.
pub fn not_endorsed(
    contributions: &[Contribution],
    cycle: CycleState,
    accepted: bool,
) -> Vec<AgencyId> {
    if !accepted && matches!(cycle, CycleState::Scheduled | CycleState::Open) {
        return Vec::new();
    }
    contributions
        .iter()
        .filter(|one| one.state != ContributionState::Confirmed)
        .map(|one| one.agency)
        .collect()
}

/// The answer of an agency that is asked, after the update itself has allowed `event`.
///
/// # Errors
/// `EndorsementOver` once the cycle takes nothing any more, `NotNow` where the agency has answered
/// so already.
pub fn answer(
    state: ContributionState,
    event: UpdateEvent,
    cycle: CycleState,
) -> Result<ContributionState, RefusalCode> {
    cycle
        .takes_updates()
        .map_err(|_| RefusalCode::EndorsementOver)?;
    let next = match event {
        UpdateEvent::Endorse => ContributionState::Confirmed,
        UpdateEvent::Dispute => ContributionState::Disputed,
        _ => return Err(RefusalCode::NotNow),
    };
    if next == state {
        return Err(RefusalCode::NotNow);
    }
    Ok(next)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use ContributionState::{Confirmed, Disputed, NotReceived, Requested};

    fn one(number: u128, part: AssignmentRole, state: ContributionState) -> Contribution {
        Contribution {
            agency: Uuid::from_u128(number).into(),
            part,
            state,
        }
    }

    #[test]
    fn agreement_is_computed() {
        let table: [(&[ContributionState], Option<Endorsement>); 7] = [
            (&[], None),
            (&[Requested], Some(Endorsement::None)),
            (&[NotReceived, Requested], Some(Endorsement::None)),
            (&[Confirmed, Requested], Some(Endorsement::Partial)),
            (&[Confirmed, NotReceived], Some(Endorsement::Partial)),
            (&[Confirmed, Confirmed], Some(Endorsement::Full)),
            (&[Confirmed, Disputed], Some(Endorsement::Disputed)),
        ];
        for (states, expected) in table {
            assert_eq!(agreement(states.iter().copied()), expected, "{states:?}");
        }
    }

    #[test]
    fn joint_leads_are_waited_for_until_the_due_date() {
        use AssignmentRole::{JointLead, Support};
        let acceptor: AgencyId = Uuid::from_u128(9).into();
        let asked = [
            one(1, JointLead, Requested),
            one(2, Support, Requested),
            one(9, JointLead, Requested),
        ];
        let may =
            |contributions: &[Contribution], cycle| may_be_accepted(contributions, acceptor, cycle);
        assert_eq!(may(&asked, CycleState::Open), Err(RefusalCode::NotEndorsed));
        assert_eq!(may(&asked, CycleState::Grace), Ok(()));
        let confirmed = [one(1, JointLead, Confirmed), asked[1], asked[2]];
        assert_eq!(
            may(&confirmed, CycleState::Open),
            Ok(()),
            "supporting agencies are not waited for"
        );
        assert_eq!(may(&[], CycleState::Open), Ok(()));
        assert!(not_endorsed(&asked, CycleState::Open, false).is_empty());
        assert_eq!(not_endorsed(&asked, CycleState::Grace, false).len(), 3);
        assert_eq!(
            not_endorsed(&confirmed, CycleState::Open, true),
            [asked[1].agency, asked[2].agency]
        );
    }

    #[test]
    fn nobody_endorses_after_the_close() {
        use UpdateEvent::{Dispute, Endorse, Submit};
        assert_eq!(answer(Requested, Endorse, CycleState::Grace), Ok(Confirmed));
        assert_eq!(answer(Confirmed, Dispute, CycleState::Open), Ok(Disputed));
        assert_eq!(
            answer(Confirmed, Endorse, CycleState::Open),
            Err(RefusalCode::NotNow)
        );
        assert_eq!(
            answer(Requested, Submit, CycleState::Open),
            Err(RefusalCode::NotNow)
        );
        for event in [Endorse, Dispute] {
            assert_eq!(
                answer(Requested, event, CycleState::Closed),
                Err(RefusalCode::EndorsementOver)
            );
        }
        assert_eq!(Requested.in_cycle(CycleState::Closed), NotReceived);
        assert_eq!(Confirmed.in_cycle(CycleState::Closed), Confirmed);
    }

    proptest! {
        /// Full agreement means that nobody is printed as missing, and the order of the answers
        /// does not matter.
        #[test]
        fn full_means_nobody_is_missing(picks in prop::collection::vec(0usize..4, 0..8)) {
            let all: Vec<Contribution> = picks
                .iter()
                .zip(1..)
                .map(|(pick, number)| one(number, AssignmentRole::JointLead, ContributionState::ALL[*pick]))
                .collect();
            let states = || all.iter().map(|one| one.state);
            let missing = not_endorsed(&all, CycleState::Closed, false);
            prop_assert_eq!(
                missing.is_empty(),
                matches!(agreement(states()), None | Some(Endorsement::Full))
            );
            prop_assert_eq!(agreement(states()), agreement(states().rev()));
        }
    }
}
