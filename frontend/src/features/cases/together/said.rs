//! What the forms share: texts judged as the server will judge them, days, and where a person goes when it has worked.

use chrono::NaiveDate;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::cases::{Known, identifiers};
use shared::text::PASSAGE_MAX;

use crate::routes::Route;
use crate::ui::field::FormError;
use crate::ui::{DateParts, Notice, NoticeKind, Notices};

/// The faults of a form as it is read.
#[derive(Default)]
pub struct Reading(Vec<FormError>);

impl Reading {
    /// Nothing read yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A text without anything that tells who somebody is. `asks` is what is said where it is missing.
    pub fn text(
        &mut self,
        id: &str,
        value: RwSignal<String>,
        known: Known,
        asks: Option<&str>,
    ) -> String {
        let typed = value.get_untracked();
        match identifiers::check(&format!("/{id}"), &typed, PASSAGE_MAX, &known) {
            Ok(kept) => {
                if let (true, Some(asks)) = (kept.is_empty(), asks) {
                    self.0.push(FormError::field(id, asks));
                }
                kept
            }
            Err(fault) => {
                self.0.push(FormError::field(id, fault.detail));
                String::new()
            }
        }
    }

    /// A day that has to be there. `subject` is what it is called in the words of a fault.
    pub fn day(
        &mut self,
        id: &str,
        value: RwSignal<DateParts>,
        subject: &str,
    ) -> Option<NaiveDate> {
        match value.with_untracked(DateParts::read) {
            Ok(Some(day)) => Some(day),
            Ok(None) => {
                let asks = format!("Enter {}", subject.to_lowercase());
                self.0.push(FormError::field(id, asks));
                None
            }
            Err(fault) => {
                self.0.push(FormError::field(id, fault.sentence(subject)));
                None
            }
        }
    }

    /// One answer of a list, by its code.
    pub fn one<T>(
        &mut self,
        id: &str,
        value: RwSignal<String>,
        of: fn(&str) -> Option<T>,
        asks: &str,
    ) -> Option<T> {
        let found = value.with_untracked(|code| of(code));
        if found.is_none() {
            self.0.push(FormError::field(id, asks));
        }
        found
    }

    /// A fault that the form itself finds.
    pub fn fault(&mut self, error: FormError) {
        let told = |kept: &FormError| kept.field == error.field;
        if !self.0.iter().any(told) {
            self.0.push(error);
        }
    }

    /// What was found wrong, if anything.
    ///
    /// # Errors
    /// Every fault, at its field.
    pub fn done(self) -> Result<(), Vec<FormError>> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(self.0)
        }
    }
}

/// Takes the person to a page, with word of what was done.
pub fn after() -> Callback<(Route, &'static str)> {
    let notices = use_context::<Notices>();
    let go = use_navigate();
    Callback::new(move |(route, text): (Route, &'static str)| {
        if let Some(notices) = notices {
            notices.next(Notice {
                kind: NoticeKind::Success,
                text: text.to_owned(),
            });
        }
        go(&route.href(), NavigateOptions::default());
    })
}

/// Says on the page that the person sees what was done, and reads the page again.
pub fn here(again: Callback<()>) -> Callback<&'static str> {
    let notices = use_context::<Notices>();
    Callback::new(move |text: &'static str| {
        if let Some(notices) = notices {
            notices.here(Notice {
                kind: NoticeKind::Success,
                text: text.to_owned(),
            });
        }
        again.run(());
    })
}
