//! Ids, choices and words that come out the same every time.

use chrono::{DateTime, Utc};
use uuid::{Builder, Uuid};

const DONE: [&str; 6] = [
    "Held two training days for school staff in the district and sent the slides to those who could not come.",
    "Agreed the pathway with the community teams and put it on the shared site, with a leaflet for families.",
    "Met the parents' forum in both halves of the county and noted what they asked for.",
    "Recruited a practitioner for the north of the county; the post in the south is advertised again.",
    "Reviewed waiting times with the provider and took the longest waits one by one.",
    "Finished the draft of the guidance and sent it to the five partners for comment.",
];
const NEXT: [&str; 5] = [
    "A third training day in the spring term, and a short film for new staff.",
    "Try the pathway with three practices before everybody uses it.",
    "Bring what families asked for to the next meeting of the board.",
    "Interviews in the second week of the month; cover is arranged until then.",
    "Collect comments until the end of the month and publish after that.",
];
const TITLES: [&str; 8] = [
    "Develop a shared pathway for children who wait for an assessment",
    "Train staff in schools to notice early signs of distress",
    "Offer families one place to ask for help",
    "Bring counselling into every secondary school",
    "Publish clear thresholds for specialist services",
    "Support foster carers between appointments",
    "Collect what children say about the help they had",
    "Plan the move to adult services a year ahead",
];
const SUMMARY: &str = "The partners work out together what each of them does, put it in writing, try it in one district and then everywhere, and tell families what they can expect and whom to ask when it does not happen.";
const RATIONALE: &str = "The needs assessment found that children in the same situation met different answers depending on the door at which they knocked.";

/// A source of made-up things.
pub struct Made {
    state: u64,
}

impl Made {
    /// The source of the partnership with this number.
    pub fn new(number: usize) -> Self {
        Self {
            state: 0x5eed ^ ((number as u64) << 32),
        }
    }

    /// The next number of the sequence (SplitMix64).
    pub fn number(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.number() % (end.max(1) as u64)).unwrap_or(0)
    }

    /// An id as the server would have made it at `at`: they sort by time.
    pub fn id(&mut self, at: DateTime<Utc>) -> Uuid {
        let mut random = [0; 10];
        for (byte, value) in random
            .iter_mut()
            .zip(self.number().to_le_bytes().into_iter().chain([7, 3]))
        {
            *byte = value;
        }
        let millis = u64::try_from(at.timestamp_millis()).unwrap_or(0);
        Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }

    fn one_of(&mut self, words: &[&'static str]) -> &'static str {
        let at = self.below(words.len());
        words.get(at).copied().unwrap_or_default()
    }

    pub fn done(&mut self) -> String {
        format!("{} {}", self.one_of(&DONE), self.one_of(&DONE))
    }

    pub fn next(&mut self) -> &'static str {
        self.one_of(&NEXT)
    }

    pub fn title(&mut self) -> &'static str {
        self.one_of(&TITLES)
    }

    pub const fn summary() -> &'static str {
        SUMMARY
    }

    pub const fn rationale() -> &'static str {
        RATIONALE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_comes_out_every_time_and_ids_sort_by_time() {
        let at = |seconds| DateTime::from_timestamp(seconds, 0).unwrap();
        let ids = |number| {
            let mut made = Made::new(number);
            [made.id(at(1_700_000_000)), made.id(at(1_700_000_001))]
        };
        assert_eq!(ids(0), ids(0));
        assert_ne!(ids(0), ids(1));
        assert!(ids(0).is_sorted());
        assert_eq!(ids(0)[0].get_version_num(), 7);
    }
}
