use serde::{Deserialize, Serialize};

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $value:ident, $code:literal, $label:literal;)+ })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $($(#[$each])* $value,)+
        }

        impl $name {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$value),+];

            /// The word on the wire and in the database.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$value => $code),+ }
            }

            /// What the page says.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$value => $label),+ }
            }

            /// The one that a word in the database names.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.code() == code)
            }
        }
    )+};
}

words! {
    /// Whether a webhook is told of events.
    WebhookState {
        /// It is.
        Active, "active", "Active";
        /// It is not.
        Disabled, "disabled", "Switched off";
    }

    /// Why a webhook is switched off.
    DisabledBy {
        /// Somebody switched it off.
        Person, "person", "Somebody switched it off.";
        /// The receiver answered 410, which means that it wants no more.
        Gone, "gone", "The receiver answered 410, which means that it wants no more events.";
        /// A delivery failed to its last attempt.
        Failing, "failing", "A delivery failed at every attempt for more than three days.";
    }

    /// How far a delivery has got.
    DeliveryState {
        /// It will be attempted, at once or later.
        Waiting, "waiting", "Waiting";
        /// The receiver has it.
        Delivered, "delivered", "Delivered";
        /// It was given up. It can be sent again.
        Failed, "failed", "Failed";
        /// The agency may no longer read the record, so it was not sent.
        Withheld, "withheld", "Not sent: the agency may no longer read the record";
    }

    /// How an attempt ended.
    Outcome {
        /// The receiver answered with a status from 200 to 299.
        Delivered, "delivered", "Delivered";
        /// It answered with another status.
        Refused, "refused", "The receiver refused it";
        /// It answered with a redirect, which is not followed.
        Redirected, "redirected", "The receiver sent a redirect, which is not followed";
        /// It answered 410.
        Gone, "gone", "The receiver wants no more events";
        /// It did not answer in time.
        TimedOut, "timed_out", "The receiver did not answer in 20 seconds";
        /// Its name has no address.
        NoAddress, "no_address", "The receiver's name leads to no address";
        /// Its name leads to an address that is not public.
        NotPublic, "not_public", "The receiver's name leads to an address that is not public";
        /// No connection could be made.
        Unreachable, "unreachable", "No connection to the receiver";
        /// Its certificate cannot be trusted.
        Untrusted, "untrusted", "The receiver's certificate cannot be trusted";
        /// What it sent is not an HTTP answer.
        Unreadable, "unreadable", "The receiver's answer cannot be read";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_the_same_on_the_wire_and_in_the_database() {
        for outcome in Outcome::ALL {
            let text = serde_json::to_string(outcome).unwrap();
            assert_eq!(text, format!("\"{}\"", outcome.code()));
            assert_eq!(Outcome::from_code(outcome.code()), Some(*outcome));
        }
        for state in DeliveryState::ALL {
            let text = serde_json::to_string(state).unwrap();
            assert_eq!(text, format!("\"{}\"", state.code()));
        }
        assert_eq!(WebhookState::from_code("asleep"), None);
    }
}
