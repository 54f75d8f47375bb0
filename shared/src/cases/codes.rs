/// Makes an enum of words that travel: each with its code on the wire and in the database, and its
/// words on the screen.
macro_rules! codes {
    ($($(#[$of:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident, $code:literal, $label:literal;)+ })+) => {$(
        $(#[$of])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $($(#[$doc])* $variant,)+
        }

        impl $name {
            /// All of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word on the wire and in the database.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// The words on the screen.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),+ }
            }

            /// The one that a word in the database names.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.code() == code)
            }
        }
    )+};
}

/// Checks that the words of enums made by [`codes`] are those on the wire, and come back.
#[cfg(test)]
macro_rules! assert_codes_come_back {
    ($($name:ident),+ $(,)?) => {$(
        for one in $name::ALL {
            assert_eq!($name::from_code(one.code()), Some(*one));
            assert_eq!(serde_json::to_string(one).unwrap(), format!("\"{}\"", one.code()));
            assert!(!one.label().is_empty());
        }
        assert_eq!($name::from_code("no such word"), None);
    )+};
}

pub(crate) use codes;

#[cfg(test)]
pub(crate) use assert_codes_come_back;
