//! Which rows of the register are drawn, and which of these are in sight. To draw a thousand takes a second, and to lay a
//! thousand out takes longer than a person should wait for a choice: the first rows come at once, the rest a few a frame.
//! What has been drawn once stays, out of sight while a filter leaves it out.

use leptos::prelude::*;

use super::query::Reading;
use super::select::{Section, Selection};

/// How many rows come at once, and with every frame after that.
const STEP: usize = 24;

/// Every action in the sections of a reading, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Arrangement {
    /// The reading.
    pub reading: Reading,
    /// Its sections.
    pub sections: Vec<Section>,
}

/// What is drawn, for one reading.
#[derive(Clone, Debug, Default, PartialEq)]
struct Drawn {
    reading: Reading,
    rows: Vec<bool>,
}

/// The rows by their places in the register.
#[derive(Clone, Copy)]
pub struct Sight {
    rows: StoredValue<Vec<RwSignal<bool>>>,
    drawn: RwSignal<Drawn>,
    /// What is to come, the next one last.
    coming: StoredValue<Vec<usize>>,
    underway: StoredValue<bool>,
}

impl Sight {
    /// Shows of `rows` rows what `selection` says, arranged as `arrangement` says.
    pub fn new(rows: usize, arrangement: Memo<Arrangement>, selection: Memo<Selection>) -> Self {
        let sight = Self {
            rows: StoredValue::new((0..rows).map(|_| RwSignal::new(false)).collect()),
            drawn: RwSignal::new(Drawn::default()),
            coming: StoredValue::new(Vec::new()),
            underway: StoredValue::new(false),
        };
        Effect::new(move |_| {
            arrangement.with(|arrangement| selection.with(|now| sight.follow(arrangement, now)));
        });
        sight
    }

    /// Whether a row is in sight. Tracks.
    pub fn shows(self, row: usize) -> bool {
        self.signal(row).is_some_and(|signal| signal.get())
    }

    /// Those of a section's rows that are drawn. Tracks.
    pub fn drawn(self, reading: Reading, rows: &[usize]) -> Vec<usize> {
        self.drawn.with(|drawn| {
            rows.iter()
                .copied()
                .filter(|row| drawn.reading == reading && is_set(&drawn.rows, *row))
                .collect()
        })
    }

    fn signal(self, row: usize) -> Option<RwSignal<bool>> {
        self.rows
            .try_with_value(|rows| rows.get(row).copied())
            .flatten()
    }

    fn follow(self, arrangement: &Arrangement, selection: &Selection) {
        let count = self.rows.with_value(Vec::len);
        if self.drawn.with_untracked(|drawn| {
            drawn.reading != arrangement.reading || drawn.rows.len() != count
        }) {
            // Another reading has other sections, and nothing of it is drawn yet.
            for row in 0..count {
                self.put(row, false);
            }
            self.drawn.set(Drawn {
                reading: arrangement.reading,
                rows: vec![false; count],
            });
        }
        let mut met = vec![false; count];
        let mut coming = Vec::new();
        for row in arrangement
            .sections
            .iter()
            .flat_map(|section| section.rows.iter().copied())
        {
            let Some(met) = met.get_mut(row) else {
                continue;
            };
            if std::mem::replace(met, true) {
                continue;
            }
            if !selection.shows(row) {
                self.put(row, false);
            } else if self
                .signal(row)
                .is_some_and(|signal| !signal.get_untracked())
            {
                coming.push(row);
            }
        }
        coming.reverse();
        self.coming.set_value(coming);
        self.step();
    }

    fn step(self) {
        // None when the page has gone.
        let next = self.coming.try_update_value(|coming| {
            let rest = coming.len().saturating_sub(STEP);
            coming.split_off(rest)
        });
        let Some(next) = next.filter(|next| !next.is_empty()) else {
            return;
        };
        let fresh = self
            .drawn
            .with_untracked(|drawn| next.iter().any(|row| !is_set(&drawn.rows, *row)));
        for row in &next {
            self.put(*row, true);
        }
        if fresh {
            self.drawn.update(|drawn| {
                for row in next {
                    if let Some(row) = drawn.rows.get_mut(row) {
                        *row = true;
                    }
                }
            });
        }
        if self.coming.with_value(Vec::is_empty) || self.underway.get_value() {
            return;
        }
        self.underway.set_value(true);
        request_animation_frame(move || {
            if self.underway.try_set_value(false).is_none() {
                self.step();
            }
        });
    }

    fn put(self, row: usize, shown: bool) {
        if let Some(signal) = self.signal(row)
            && signal.get_untracked() != shown
        {
            signal.set(shown);
        }
    }
}

fn is_set(rows: &[bool], row: usize) -> bool {
    rows.get(row).copied().unwrap_or_default()
}
