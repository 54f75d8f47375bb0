//! W6: the board's page of the largest plan, of which nobody has asked since the last change: in
//! each of its cycles, and as it stood on days long gone.

use std::sync::Arc;

use chrono::Days;

use super::{Question, Stage, reads::Reads, stage::Side};
use crate::{error::Error, report::Line};

/// How many earlier days are asked for, and how far they lie apart.
const DAYS: u64 = 40;
const APART: u64 = 30;

/// The largest plan.
pub struct Board;

impl Question for Board {
    fn id(&self) -> &'static str {
        "W6"
    }

    fn measure(&self, stage: &mut Stage<'_>) -> Result<Vec<Line>, Error> {
        let Some(plan) = stage.set.plans.iter().max_by_key(|plan| plan.actions.len()) else {
            return Ok(Vec::new());
        };
        let page = format!("/plans/{}/board", plan.slug);
        let cycles = plan.cycles.iter().skip(1);
        let now: Vec<String> = cycles
            .map(|cycle| format!("{page}?cycle={cycle}"))
            .collect();
        let earlier: Vec<String> = (1..=DAYS)
            .filter_map(|number| {
                let day = stage
                    .set
                    .today
                    .checked_sub_days(Days::new(number * APART))?;
                Some(format!("{page}?as_at={day}"))
            })
            .collect();
        let mut lines = Vec::new();
        for (what, paths, ms) in [
            ("board's page, computed", now, 15.0),
            ("board's page, earlier day", earlier, 50.0),
        ] {
            let requests = Arc::new(paths.iter().map(|path| stage.read(path)).collect());
            let change = stage.change();
            let place = stage.server;
            let mut sides = [Side {
                name: "server",
                place,
                askers: Vec::new(),
                before: Some(Box::new(move |askers| {
                    change()?;
                    *askers = Reads::once(&requests, 1);
                    Ok(())
                })),
            }];
            let measured = stage.compare("W6", what, &mut sides)?;
            lines.extend(measured.into_iter().map(|line| line.typical(ms)));
        }
        Ok(lines)
    }
}
