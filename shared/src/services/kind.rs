use serde::{Deserialize, Serialize};

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident, $code:literal, $label:literal;)+) => {
        /// What a service is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(rename_all = "kebab-case")]
        pub enum ServiceKind {
            $($(#[$doc])* $name,)+
        }

        impl ServiceKind {
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
    /// A front door: advice, triage, referral.
    Access, "access", "Front door";
    /// Treatment by clinicians.
    Clinical, "clinical", "Clinical";
    /// Help at once.
    Crisis, "crisis", "Crisis";
    /// Help before a need grows.
    EarlyHelp, "early-help", "Early help";
    /// Teaching, and help around it.
    Education, "education", "Education";
    /// Something used by oneself on a screen.
    ElectronicResource, "electronic-resource", "Online resource";
    /// Help for parents and carers.
    Parenting, "parenting", "Parenting";
    /// Tried out for a time.
    Pilot, "pilot", "Pilot";
    /// A programme with several parts.
    Programme, "programme", "Programme";
    /// Planned or asked for, not there yet.
    Proposed, "proposed", "Proposed";
    /// Public health.
    PublicHealth, "public-health", "Public health";
    /// Material on paper.
    Resource, "resource", "Resource";
    /// Training of people who work with children.
    Training, "training", "Training";
    /// For everybody.
    Universal, "universal", "Universal";
    /// A website.
    Website, "website", "Website";
    /// None of these.
    Other, "other", "Other";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_come_back() {
        for kind in ServiceKind::ALL {
            assert_eq!(ServiceKind::from_code(kind.code()), Some(*kind));
            let wire = serde_json::to_string(kind).unwrap();
            assert_eq!(wire, format!("\"{}\"", kind.code()));
        }
        assert_eq!(ServiceKind::from_code("guild"), None);
    }
}
