use serde::{Deserialize, Serialize};

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident, $code:literal, $label:literal;)+) => {
        /// What an agency is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(rename_all = "kebab-case")]
        pub enum AgencyKind {
            $($(#[$doc])* $name,)+
        }

        impl AgencyKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// Every word of a plan file with its meaning.
            pub const WORDS: &'static [(&'static str, Self)] = &[$(($code, Self::$name)),+];

            /// The word on the wire and in a plan file.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            /// The word on the screen.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$name => $label),+ }
            }

            /// The kind that a word on the wire names.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|kind| kind.code() == code)
            }
        }
    };
}

kinds! {
    /// A board that owns or oversees a plan.
    Board, "board", "Board";
    /// A committee of a council.
    Committee, "committee", "Committee";
    /// A council.
    Council, "council", "Council";
    /// A directorate of a council.
    CouncilDirectorate, "council-directorate", "Council directorate";
    /// A service of a council.
    CouncilService, "council-service", "Council service";
    /// A partnership in education.
    EducationPartnership, "education-partnership", "Education partnership";
    /// A body that gives money.
    Funder, "funder", "Funder";
    /// Words such as "multi-agency partners" that name nobody in particular.
    Generic, "generic", "Unnamed group of agencies";
    /// A department of government.
    GovernmentDepartment, "government-department", "Government department";
    /// A national body.
    NationalBody, "national-body", "National body";
    /// A commissioner of the NHS.
    NhsCommissioner, "nhs-commissioner", "NHS commissioner";
    /// A body that supports commissioners.
    NhsCommissioningSupport, "nhs-commissioning-support", "NHS commissioning support";
    /// A provider of the NHS.
    NhsProvider, "nhs-provider", "NHS provider";
    /// A group of partners.
    PartnershipGroup, "partnership-group", "Partnership group";
    /// The police.
    Police, "police", "Police";
    /// A programme with a team.
    Programme, "programme", "Programme";
    /// Schools.
    SchoolSector, "school-sector", "Schools";
    /// A university.
    University, "university", "University";
    /// Charities and community groups.
    VoluntarySector, "voluntary-sector", "Voluntary sector";
}

impl AgencyKind {
    /// Whether an agency of this kind stands for many and cannot report by itself
    /// (`docs/GLOSSARY.md`, "Class").
    pub const fn is_class(self) -> bool {
        matches!(self, Self::Generic | Self::SchoolSector)
    }

    /// Whether an agency of this kind meets and decides (`docs/GLOSSARY.md`, "Board").
    pub const fn meets(self) -> bool {
        matches!(self, Self::Board | Self::Committee | Self::PartnershipGroup)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_come_back() {
        for kind in AgencyKind::ALL {
            assert_eq!(AgencyKind::from_code(kind.code()), Some(*kind));
            assert_eq!(
                serde_json::to_string(kind).unwrap(),
                format!("\"{}\"", kind.code())
            );
        }
        assert_eq!(AgencyKind::from_code("guild"), None);
    }
}
