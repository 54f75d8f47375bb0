//! Who may do what with a case. A role never opens a case: being named on it does.
//!
//! [`decide_case`] is asked with what the caller is to this case at this moment ([`Standing`]), read
//! in the same transaction as the case. What no row of [`CASE_MATRIX`] grants is refused where the
//! caller may read the case, and is as if it were not there where not: 404, with the body of a case
//! that does not exist.

use super::state::CaseState;
use crate::{
    auth::TokenScope,
    ids::{AgencyId, PersonId},
    policy::{Actor, Decision, Refusal, RefusalCode, Role},
};

/// What the caller is to a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Is a practitioner, named for the agency that holds responsibility.
    Holder,
    /// Is a practitioner, named for another agency that takes part.
    Participant,
    /// Has broken the glass, which has not ended ([`super::BrokenGlass::allows`]).
    BrokeGlass,
    /// Leads an agency that takes part, and is not named.
    AgencyLead,
    /// Looks after the whole audit log.
    Auditor,
    /// None of these: administrators and coordinators too, and whoever was removed.
    Stranger,
}

/// What can be done with a case and what belongs to it.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CaseVerb {
    /// Read it, with its passport, plans and time line.
    Read,
    /// Change it, and let something happen to it.
    Update,
    /// Say what one's own agency offers, and keep its own reference.
    Offer,
    /// Write a step-down plan, accept it or ask for a change, record a review.
    Plan,
    /// Take away all that is held, for the person whom it concerns.
    Export,
    /// Lay a legal hold on it or lift it, and ask for its erasure.
    Hold,
    /// Invite an agency, or end its part.
    Participants,
    /// Name other people of one's own agency.
    NameOwn,
    /// Pass responsibility on.
    Pass,
    /// Read who has read the case.
    ReadLog,
    /// Read who of one's own agency has read the case.
    ReadLogOwn,
    /// List the ids of those who take part, without a word of the case.
    ParticipantIds,
}

impl CaseVerb {
    /// Everything that can be done.
    pub const ALL: &'static [Self] = &[
        Self::Read,
        Self::Update,
        Self::Offer,
        Self::Plan,
        Self::Export,
        Self::Hold,
        Self::Participants,
        Self::NameOwn,
        Self::Pass,
        Self::ReadLog,
        Self::ReadLogOwn,
        Self::ParticipantIds,
    ];

    /// Whether nothing changes by it.
    pub const fn reads(self) -> bool {
        matches!(
            self,
            Self::Read | Self::Export | Self::ReadLog | Self::ReadLogOwn | Self::ParticipantIds
        )
    }
}

/// Who may do what with a case (`docs/SECURITY.md`, "Cases").
pub const CASE_MATRIX: &[(Standing, &[CaseVerb])] = &[
    (
        Standing::Holder,
        &[
            CaseVerb::Read,
            CaseVerb::Update,
            CaseVerb::Offer,
            CaseVerb::Plan,
            CaseVerb::Export,
            CaseVerb::Hold,
            CaseVerb::Participants,
            CaseVerb::NameOwn,
            CaseVerb::Pass,
            CaseVerb::ReadLog,
            CaseVerb::ReadLogOwn,
        ],
    ),
    (
        Standing::Participant,
        &[
            CaseVerb::Read,
            CaseVerb::Update,
            CaseVerb::Offer,
            CaseVerb::Plan,
            CaseVerb::NameOwn,
            CaseVerb::ReadLogOwn,
        ],
    ),
    (Standing::BrokeGlass, &[CaseVerb::Read]),
    // Who leads an agency looks after its people: who of them is named, and what they have read.
    (
        Standing::AgencyLead,
        &[CaseVerb::NameOwn, CaseVerb::ReadLogOwn],
    ),
    (
        Standing::Auditor,
        &[CaseVerb::ReadLog, CaseVerb::ParticipantIds],
    ),
];

/// What is known of a case when it is asked who may do what: who is named for which agency that
/// takes part, and which of them holds responsibility.
#[derive(Clone, Copy, Debug)]
pub struct CaseParties<'a> {
    /// The people who are named, each with the agency, of agencies that take part at this moment.
    pub named: &'a [(PersonId, AgencyId)],
    /// The agencies that take part at this moment.
    pub live: &'a [AgencyId],
    /// The agency that holds responsibility.
    pub holder: Option<AgencyId>,
    /// Whether the caller has broken the glass of this case, and it has not ended.
    pub broke_glass: bool,
}

impl Standing {
    /// What `actor` is to a case. Somebody is named for an agency and is a practitioner of that
    /// agency today, or a program of it: a name alone opens nothing, and a role alone nothing.
    pub fn of(actor: &Actor, case: &CaseParties<'_>) -> Self {
        let works_for = |agency: AgencyId| {
            actor.grants.iter().any(|grant| {
                matches!(grant.role, Role::Practitioner | Role::Integrator)
                    && grant.agency == Some(agency)
            })
        };
        let mut named = case
            .named
            .iter()
            .filter(|(person, agency)| {
                *person == actor.person && case.live.contains(agency) && works_for(*agency)
            })
            .map(|(_, agency)| *agency)
            .peekable();
        if named.peek().is_some() {
            return if named.any(|agency| case.holder == Some(agency)) {
                Self::Holder
            } else {
                Self::Participant
            };
        }
        if case.broke_glass && actor.holds(Role::Practitioner) {
            return Self::BrokeGlass;
        }
        let leads = actor.grants.iter().any(|grant| {
            grant.role == Role::AgencyLead
                && grant
                    .agency
                    .is_some_and(|agency| case.live.contains(&agency))
        });
        if leads {
            Self::AgencyLead
        } else if actor.holds(Role::Auditor) {
            Self::Auditor
        } else {
            Self::Stranger
        }
    }
}

/// Decides whether somebody who is `standing` to a case in this `state` may do `verb`.
pub fn decide_case(
    standing: Standing,
    verb: CaseVerb,
    state: CaseState,
    scopes: Option<&[TokenScope]>,
) -> Decision {
    // No scope of a token reaches a case yet; until one does, no program reaches a case.
    if scopes.is_some() {
        return Decision::Hidden;
    }
    let granted = |verb| {
        CASE_MATRIX
            .iter()
            .any(|(who, verbs)| *who == standing && verbs.contains(&verb))
    };
    if !granted(verb) {
        return if granted(CaseVerb::Read) {
            Decision::Refused(Refusal::from(RefusalCode::NotTheHolder))
        } else {
            Decision::Hidden
        };
    }
    // Of what was anonymised, only the log of who had read it is left.
    if state == CaseState::Anonymised && verb != CaseVerb::ReadLog {
        return Decision::Hidden;
    }
    let of_any = matches!(verb, CaseVerb::Update | CaseVerb::Hold);
    if matches!(state, CaseState::Merged) && !verb.reads() && !of_any {
        return Decision::Refused(Refusal::from(RefusalCode::CaseMerged));
    }
    Decision::Allowed
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::policy::Grant;

    fn agency(number: u128) -> AgencyId {
        Uuid::from_u128(number).into()
    }

    fn person(number: u128) -> PersonId {
        Uuid::from_u128(number).into()
    }

    fn actor(number: u128, role: Role, of: u128) -> Actor {
        Actor {
            person: person(number),
            grants: vec![Grant {
                role,
                agency: role.needs_agency().then(|| agency(of)),
                plan: None,
            }],
            scopes: None,
        }
    }

    #[test]
    fn the_table_reads_as_decided() {
        use CaseVerb::*;
        let everyone = [
            (
                Standing::Holder,
                vec![
                    Read,
                    Update,
                    Offer,
                    Plan,
                    Export,
                    Hold,
                    Participants,
                    NameOwn,
                    Pass,
                    ReadLog,
                    ReadLogOwn,
                ],
            ),
            (
                Standing::Participant,
                vec![Read, Update, Offer, Plan, NameOwn, ReadLogOwn],
            ),
            (Standing::BrokeGlass, vec![Read]),
            (Standing::AgencyLead, vec![NameOwn, ReadLogOwn]),
            (Standing::Auditor, vec![ReadLog, ParticipantIds]),
            (Standing::Stranger, vec![]),
        ];
        for (standing, may) in everyone {
            let reads = may.contains(&Read);
            for verb in CaseVerb::ALL {
                match decide_case(standing, *verb, CaseState::Open, None) {
                    Decision::Allowed => assert!(may.contains(verb), "{standing:?} {verb:?}"),
                    Decision::Refused(_) => {
                        assert!(reads && !may.contains(verb), "{standing:?} {verb:?}")
                    }
                    Decision::Hidden => {
                        assert!(!reads && !may.contains(verb), "{standing:?} {verb:?}")
                    }
                }
                // No scope reaches cases, whoever the program acts for.
                let token = decide_case(standing, *verb, CaseState::Open, Some(&[]));
                assert_eq!(token, Decision::Hidden);
                let gone = decide_case(standing, *verb, CaseState::Anonymised, None);
                let log = *verb == ReadLog && may.contains(verb);
                assert_eq!(gone.allowed(), log, "{standing:?} {verb:?}");
            }
        }
    }

    #[test]
    fn a_role_opens_no_case_and_a_name_alone_none() {
        let case = CaseParties {
            named: &[
                (person(1), agency(10)),
                (person(2), agency(20)),
                (person(3), agency(30)),
            ],
            live: &[agency(10), agency(20)],
            holder: Some(agency(10)),
            broke_glass: false,
        };
        for (who, standing) in [
            (actor(1, Role::Practitioner, 10), Standing::Holder),
            (actor(2, Role::Practitioner, 20), Standing::Participant),
            // Named for an agency that has left, or a practitioner of another one by now.
            (actor(3, Role::Practitioner, 30), Standing::Stranger),
            (actor(1, Role::Practitioner, 20), Standing::Stranger),
            // Not a practitioner any more.
            (actor(1, Role::AgencyEditor, 10), Standing::Stranger),
            // Not named.
            (actor(9, Role::Practitioner, 10), Standing::Stranger),
            (actor(9, Role::AgencyLead, 10), Standing::AgencyLead),
            (actor(9, Role::AgencyLead, 30), Standing::Stranger),
            (actor(9, Role::Administrator, 0), Standing::Stranger),
            (actor(9, Role::Coordinator, 0), Standing::Stranger),
            (actor(9, Role::BoardMember, 10), Standing::Stranger),
            (actor(9, Role::Auditor, 0), Standing::Auditor),
        ] {
            assert_eq!(Standing::of(&who, &case), standing, "{who:?}");
        }
        let broken = CaseParties {
            broke_glass: true,
            ..case
        };
        assert_eq!(
            Standing::of(&actor(9, Role::Practitioner, 40), &broken),
            Standing::BrokeGlass
        );
        assert_eq!(
            Standing::of(&actor(9, Role::Administrator, 0), &broken),
            Standing::Stranger
        );
        // Broken glass never makes one more than a reader, nor a participant less than one.
        assert_eq!(
            Standing::of(&actor(2, Role::Practitioner, 20), &broken),
            Standing::Participant
        );
    }

    #[test]
    fn a_merged_case_can_be_read_and_separated_and_no_more() {
        for verb in CaseVerb::ALL {
            let found = decide_case(Standing::Holder, *verb, CaseState::Merged, None);
            let open = decide_case(Standing::Holder, *verb, CaseState::Open, None);
            let expected = open.allowed()
                && (verb.reads() || matches!(verb, CaseVerb::Update | CaseVerb::Hold));
            assert_eq!(found.allowed(), expected, "{verb:?}");
        }
    }
}
