//! What every form about an action has in common: the version that it changes, what came in between, and the way back.

use client::{Client, Fault};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::plans::api::{ActionView, FieldChange};
use shared::problem::ErrorCode;

use super::stale::differences;
use crate::api::{Sending, show};
use crate::features::plans::register::action_href;
use crate::ui::{FormErrors, Notice, NoticeKind, Notices};

/// A change that a person is making to an action.
#[derive(Clone, Copy)]
pub struct Edit {
    /// The plan's slug.
    pub plan: StoredValue<String>,
    /// The action as it was when the form was opened.
    pub record: StoredValue<ActionView>,
    /// What is wrong with the form.
    pub errors: FormErrors,
    /// Whether it is being sent.
    pub sending: Sending,
    /// What others changed since the form was opened; the next sending goes on top of it.
    pub between: RwSignal<Option<Vec<FieldChange>>>,
    version: StoredValue<i32>,
    leave: Callback<(String, &'static str)>,
}

impl Edit {
    /// Nothing changed yet.
    pub fn new(
        plan: String,
        record: ActionView,
        resource: LocalResource<Result<ActionView, Fault>>,
        errors: FormErrors,
    ) -> Self {
        let (navigate, notices) = (use_navigate(), use_context::<Notices>());
        let path = leptos_router::hooks::use_location().pathname;
        let leave = Callback::new(move |(href, words): (String, &'static str)| {
            let notice = Notice {
                kind: NoticeKind::Success,
                text: words.to_owned(),
            };
            let stays = path.get_untracked() == href;
            if let Some(notices) = notices {
                if stays {
                    notices.here(notice)
                } else {
                    notices.next(notice)
                }
            }
            navigate(
                &href,
                NavigateOptions {
                    replace: true,
                    ..NavigateOptions::default()
                },
            );
            if stays {
                resource.refetch();
            }
        });
        Self {
            plan: StoredValue::new(plan),
            version: StoredValue::new(record.version),
            record: StoredValue::new(record),
            errors,
            sending: Sending::new(),
            between: RwSignal::new(None),
            leave,
        }
    }

    /// The action to read, at the address that it has now.
    pub fn way_back(self) -> String {
        self.record.with_value(|record| self.href(record))
    }

    fn href(self, record: &ActionView) -> String {
        self.plan
            .with_value(|plan| action_href(plan, record.reference.as_deref(), record.id))
    }

    /// Sends the change. `work` gets the plan, the action's id and the version that is changed.
    pub fn send<T, F>(
        self,
        work: impl Fn(Client, String, String, i32) -> F + 'static,
        done: impl FnOnce(Self, T) + 'static,
    ) where
        T: 'static,
        F: Future<Output = Result<T, Fault>> + 'static,
    {
        self.errors.clear();
        self.sending.send(
            move |client| {
                let action = self.record.with_value(|record| record.id.to_string());
                work(
                    client,
                    self.plan.get_value(),
                    action,
                    self.version.get_value(),
                )
            },
            move |answer| match answer {
                Ok(value) => done(self, value),
                Err(fault) => self.failed(&fault),
            },
        );
    }

    /// Goes back to the action as it is now, and says what was done.
    pub fn leave(self, record: &ActionView, words: &'static str) {
        self.leave.run((self.href(record), words));
    }

    /// Goes back to the action as it was, and says what was done.
    pub fn leave_unchanged(self, words: &'static str) {
        self.leave.run((self.way_back(), words));
    }

    fn failed(self, fault: &Fault) {
        if let Fault::Problem(problem) = fault
            && problem.code == ErrorCode::Stale
            && let Some(current) = problem.current.clone()
            && let Ok(current) = serde_json::from_value::<ActionView>(current)
        {
            let found = self
                .record
                .with_value(|record| differences(record, &current));
            self.version.set_value(current.version);
            self.between.set(Some(found));
        }
        show(self.errors, fault);
    }
}
