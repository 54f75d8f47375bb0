use chrono::NaiveDate;
use client::Moment;
use shared::plans::api::{ActionRef, PlanRef};
use shared::plans::board::Show;
use shared::updates::Brag;

use crate::features::plans::moment;
use crate::features::plans::register::action_href;
use crate::features::plans::register::query::{self, Filters, Pick};

/// The lists behind the figures: the register at the moment that the page shows.
#[derive(Clone)]
pub struct Behind {
    pub plan: PlanRef,
    pub moment: Moment,
}

impl Behind {
    /// The register with these choices.
    pub fn href(&self, edit: impl FnOnce(&mut Filters)) -> String {
        let mut filters = Filters {
            moment: self.moment,
            ..Filters::default()
        };
        edit(&mut filters);
        filters.href(&self.plan.slug)
    }

    /// The actions of a list that the server finds.
    pub fn shown(&self, show: Show, from: Option<NaiveDate>, to: Option<NaiveDate>) -> String {
        self.href(|filters| {
            filters.behind = query::Behind {
                show: Some(show),
                from,
                to,
            };
        })
    }

    /// One action.
    pub fn action(&self, action: &ActionRef) -> String {
        moment::href(&action_href(&self.plan.slug, None, action.id), self.moment)
    }
}

/// A rating as the register's filter.
pub const fn pick(rating: Option<Brag>) -> Pick<Brag> {
    match rating {
        Some(brag) => Pick::Only(brag),
        None => Pick::Without,
    }
}
