use serde::{Deserialize, Serialize};

macro_rules! words {
    ($($(#[$meta:meta])* pub enum $type:ident { $($(#[$doc:meta])* $name:ident, $code:literal, $label:literal;)+ })+) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(rename_all = "kebab-case")]
        pub enum $type { $($(#[$doc])* $name,)+ }

        impl $type {
            /// Every one, in the order in which people choose.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// Every word of a plan file with its meaning.
            pub const WORDS: &'static [(&'static str, Self)] = &[$(($code, Self::$name)),+];

            /// The word on the wire and in a plan file.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            /// The words on the screen.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$name => $label),+ }
            }

            /// The one that a word on the wire names.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|it| it.code() == code)
            }
        }
    )+};
}

words! {
    /// What a pathway is.
    pub enum PathwayKind {
        /// A front door, with advice, triage and referral.
        Access, "access", "Front door";
        /// The way through care for one kind of need.
        Care, "care", "Care";
        /// Help before a need grows.
        EarlyHelp, "early-help", "Early help";
        /// More help than a clinic gives, at home or in the community.
        IntensiveSupport, "intensive-support", "Intensive support";
        /// Help at once.
        Crisis, "crisis", "Crisis";
        /// A stay in hospital.
        Inpatient, "inpatient", "In hospital";
        /// How support is eased back.
        StepDown, "step-down", "Step-down";
        /// The move to services for adults.
        Transition, "transition", "Transition";
        /// An agreement on how services work together.
        Protocol, "protocol", "Protocol";
        /// How one provider orders its own work.
        ProviderModel, "provider-model", "Provider's model";
        /// None of these.
        Other, "other", "Other";
    }

    /// How somebody moves from one stage to another.
    pub enum MoveKind {
        /// To what comes next.
        On, "on", "On";
        /// To more help, at a higher level of need.
        StepUp, "step-up", "Up";
        /// To less help, at a lower level of need.
        StepDown, "step-down", "Down";
        /// Past the stages in between, where that is permitted.
        SideDoor, "side-door", "Side door";
    }

    /// How somebody leaves a pathway.
    pub enum ExitKind {
        /// Support ends, with a way back.
        Discharge, "discharge", "Discharge";
        /// A service for adults takes over.
        AdultService, "adult-service", "To a service for adults";
        /// Told of help elsewhere.
        Signposted, "signposted", "Signposted";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_come_back() {
        for (code, kind) in PathwayKind::WORDS {
            assert_eq!(PathwayKind::from_code(code), Some(*kind));
            assert_eq!(serde_json::to_string(kind).unwrap(), format!("\"{code}\""));
        }
        for (code, kind) in MoveKind::WORDS {
            assert_eq!(MoveKind::from_code(code), Some(*kind));
            assert_eq!(serde_json::to_string(kind).unwrap(), format!("\"{code}\""));
        }
        for (code, kind) in ExitKind::WORDS {
            assert_eq!(ExitKind::from_code(code), Some(*kind));
            assert_eq!(serde_json::to_string(kind).unwrap(), format!("\"{code}\""));
        }
        assert_eq!(PathwayKind::from_code("ladder"), None);
    }
}
