use serde::{Deserialize, Serialize};

macro_rules! ways {
    ($($(#[$doc:meta])* $name:ident, $code:literal, $label:literal;)+) => {
        /// Who can open the door of a service or a pathway.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(rename_all = "kebab-case")]
        pub enum WayIn {
            $($(#[$doc])* $name,)+
        }

        impl WayIn {
            /// Every way, in the order in which people think of them.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The word on the wire.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            /// The words on the screen.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$name => $label),+ }
            }

            /// The way that a word on the wire names.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|way| way.code() == code)
            }
        }
    };
}

ways! {
    /// The young person alone.
    SelfReferral, "self-referral", "Young people themselves";
    /// A parent or carer.
    Parent, "parent", "A parent or carer";
    /// A school or college.
    School, "school", "A school or college";
    /// A family doctor.
    Gp, "gp", "A GP";
    /// Anybody who works with children.
    Professional, "professional", "A professional";
    /// By walking in, or opening a website.
    DropIn, "drop-in", "Nobody: just come or log on";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_come_back() {
        for way in WayIn::ALL {
            assert_eq!(WayIn::from_code(way.code()), Some(*way));
            let wire = serde_json::to_string(way).unwrap();
            assert_eq!(wire, format!("\"{}\"", way.code()));
        }
        assert_eq!(WayIn::from_code("window"), None);
    }
}
