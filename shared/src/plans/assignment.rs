use serde::{Deserialize, Serialize};

use crate::{ids::AgencyId, policy::RefusalCode};

/// The part of an agency in an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum AssignmentRole {
    /// Answers for the action alone.
    Lead,
    /// Answers for it together with others.
    JointLead,
    /// Does a part of it.
    Support,
    /// Takes part.
    Partner,
}

impl AssignmentRole {
    /// Every part.
    pub const ALL: &'static [Self] = &[Self::Lead, Self::JointLead, Self::Support, Self::Partner];

    /// The word on the wire and in a plan file.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Lead => "lead",
            Self::JointLead => "joint-lead",
            Self::Support => "support",
            Self::Partner => "partner",
        }
    }

    /// The word on the screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Lead => "Lead",
            Self::JointLead => "Joint lead",
            Self::Support => "Support",
            Self::Partner => "Partner",
        }
    }

    /// The part that a word on the wire names.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|role| role.code() == code)
    }

    /// Whether the agency answers for the action.
    pub const fn leads(self) -> bool {
        matches!(self, Self::Lead | Self::JointLead)
    }
}

/// An agency's part in an action, as the rules see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// The agency.
    pub agency: AgencyId,
    /// Its part.
    pub role: AssignmentRole,
    /// Whether it coordinates the joint leads.
    pub coordinates: bool,
}

/// Checks that somebody answers for an action: exactly one lead, or two or more joint leads of
/// whom exactly one coordinates.
///
/// # Errors
/// `LeadMissing` or `CoordinatorMissing`.
pub fn check_parts(parts: &[Part]) -> Result<(), RefusalCode> {
    let leads = parts
        .iter()
        .filter(|part| part.role == AssignmentRole::Lead)
        .count();
    let joint = parts
        .iter()
        .filter(|part| part.role == AssignmentRole::JointLead)
        .count();
    match (leads, joint) {
        (1, 0) => Ok(()),
        (0, 2..) => {
            let coordinating = parts
                .iter()
                .filter(|part| part.role == AssignmentRole::JointLead && part.coordinates)
                .count();
            if coordinating == 1 {
                Ok(())
            } else {
                Err(RefusalCode::CoordinatorMissing)
            }
        }
        _ => Err(RefusalCode::LeadMissing),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn part(n: u128, role: AssignmentRole, coordinates: bool) -> Part {
        Part {
            agency: Uuid::from_u128(n).into(),
            role,
            coordinates,
        }
    }

    #[test]
    fn somebody_answers() {
        use AssignmentRole::*;
        let table: &[(&[Part], Result<(), RefusalCode>)] = &[
            (&[], Err(RefusalCode::LeadMissing)),
            (&[part(1, Lead, false)], Ok(())),
            (
                &[
                    part(1, Lead, false),
                    part(2, Support, false),
                    part(3, Partner, false),
                ],
                Ok(()),
            ),
            (
                &[part(1, Lead, false), part(2, Lead, false)],
                Err(RefusalCode::LeadMissing),
            ),
            (&[part(1, JointLead, true)], Err(RefusalCode::LeadMissing)),
            (
                &[part(1, JointLead, false), part(2, JointLead, false)],
                Err(RefusalCode::CoordinatorMissing),
            ),
            (
                &[part(1, JointLead, true), part(2, JointLead, true)],
                Err(RefusalCode::CoordinatorMissing),
            ),
            (
                &[part(1, JointLead, true), part(2, JointLead, false)],
                Ok(()),
            ),
            (
                &[part(1, Lead, false), part(2, JointLead, true)],
                Err(RefusalCode::LeadMissing),
            ),
            (&[part(2, Support, false)], Err(RefusalCode::LeadMissing)),
        ];
        for (parts, expected) in table {
            assert_eq!(check_parts(parts), *expected, "{parts:?}");
        }
    }
}
