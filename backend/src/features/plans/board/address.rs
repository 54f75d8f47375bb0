//! The addresses of the records behind figures.

use chrono::NaiveDate;
use shared::ids::CycleId;

/// The registers of a plan at the moment that a board is shown.
pub(super) struct Address<'p> {
    pub slug: &'p str,
    pub cycle: Option<CycleId>,
    pub as_at: Option<NaiveDate>,
}

impl Address<'_> {
    /// The actions that fit. More can be added at its end, each with `&` before it.
    pub fn actions(&self, narrow: &[(&str, String)]) -> String {
        let moment = [
            ("cycle", self.cycle.map(|cycle| cycle.to_string())),
            ("as_at", self.as_at.map(|day| day.to_string())),
        ];
        let pairs: Vec<String> = moment
            .into_iter()
            .filter_map(|(name, value)| Some((name, value?)))
            .chain(narrow.iter().map(|(name, value)| (*name, value.clone())))
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        format!("/plans/{}/actions?{}", self.slug, pairs.join("&"))
    }
}
