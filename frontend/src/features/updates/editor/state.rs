//! The editor's state, and the one loop that brings its words to the server.
//!
//! A save is under way at most once. What is typed meanwhile is saved next; a submission waits until the words that it
//! means are saved. After the page has gone the loop touches only what is kept on the device.

use std::time::Duration;

use chrono::{DateTime, Utc};
use client::Fault;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::ids::UpdateId;
use shared::problem::ErrorCode;
use shared::updates::api::{ReviewWords, UpdateContent, UpdateView};
use shared::updates::{Facts, Implied, Submission, UpdateEvent, check_content, check_submission};

use super::fields::Fields;
use crate::api::{self, Server};
use crate::dates;
use crate::features::updates::draft::Draft;
use crate::features::updates::keep::{Browser, Keeper, Kept, Room};
use crate::ui::{FormError, FormErrors};

/// How long a person pauses before the words are saved.
const PAUSE: Duration = Duration::from_secs(2);
/// Seconds before a server that could not be reached is asked again: at first, and at most.
const PATIENCE: (u64, u64) = (3, 60);

/// Where the words are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saving {
    /// Nothing has been typed since the page was opened.
    Untouched,
    /// On the device, and soon on their way.
    Waiting,
    /// On their way.
    Sending,
    /// On the server since then.
    Saved(DateTime<Utc>),
    /// On the server since then, but for a date typed by half, which is on the device.
    SavedInPart(DateTime<Utc>),
    /// On the device; the server is asked again.
    Unreachable,
    /// On the device; the server does not take them, for the reason given.
    Refused(String),
    /// Somebody else's words came in between.
    Clash,
}

/// What the loop does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wish {
    Save,
    Submit,
}

/// What came of one call.
enum Outcome {
    /// It is done; the loop looks again.
    Done,
    /// It cannot go on now.
    Stop,
}

/// The editor of one update.
#[derive(Clone, Copy)]
pub struct Editor {
    /// The fields.
    pub fields: Fields,
    /// What is wrong, as of the last submission.
    pub errors: FormErrors,
    /// Where the words are.
    pub saving: RwSignal<Saving>,
    /// Whether the device could keep them.
    pub room: RwSignal<Room>,
    /// The update as somebody else left it, while that is being settled.
    pub clash: RwSignal<Option<UpdateView>>,
    /// Whether a submission is under way.
    pub submitting: RwSignal<bool>,
    update: UpdateId,
    about: StoredValue<String>,
    around: StoredValue<Around>,
    keeper: StoredValue<Option<Keeper<Browser>>>,
    version: StoredValue<i32>,
    saved: StoredValue<Draft>,
    underway: StoredValue<bool>,
    wish: StoredValue<Wish>,
    patience: StoredValue<u64>,
    later: StoredValue<Option<TimeoutHandle>>,
    submitted: Callback<UpdateView>,
    server: Server,
}

/// What the rules need to know besides the words.
struct Around {
    facts: Facts,
    previous: Option<UpdateContent>,
}

/// Words found on the device when the page was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// None that the server does not have.
    Nothing,
    /// Words kept at that time, put back.
    Restored(DateTime<Utc>),
}

impl Editor {
    /// The editor of `view`, with what this device keeps of it. `submitted` runs after a submission.
    pub fn open(
        view: &UpdateView,
        keeper: Option<Keeper<Browser>>,
        errors: FormErrors,
        submitted: Callback<UpdateView>,
    ) -> (Self, Found) {
        let saved = Draft::of(&view.content, &view.milestones);
        let kept = keeper
            .as_ref()
            .and_then(|keeper| keeper.read(view.id))
            .map(|kept| Kept {
                draft: kept.draft.fitted_to(&saved),
                ..kept
            })
            .filter(|kept| kept.draft != saved);
        let (draft, clash, found) = match kept {
            None => (saved.clone(), None, Found::Nothing),
            Some(kept) if kept.base == view.version => (kept.draft, None, Found::Restored(kept.at)),
            Some(kept) => (kept.draft, Some(view.clone()), Found::Nothing),
        };
        let editor = Self {
            fields: Fields::of(&draft),
            errors,
            saving: RwSignal::new(if clash.is_some() {
                Saving::Clash
            } else {
                Saving::Untouched
            }),
            room: RwSignal::new(Room::Kept),
            clash: RwSignal::new(clash),
            submitting: RwSignal::new(false),
            update: view.id,
            about: StoredValue::new(format!("{} {}", view.action.reference, view.action.title)),
            around: StoredValue::new(Around {
                facts: view.facts.clone(),
                previous: view.previous.as_ref().map(|report| report.content.clone()),
            }),
            keeper: StoredValue::new(keeper),
            version: StoredValue::new(view.version),
            saved: StoredValue::new(saved),
            underway: StoredValue::new(false),
            wish: StoredValue::new(Wish::Save),
            patience: StoredValue::new(PATIENCE.0),
            later: StoredValue::new(None),
            submitted,
            server: Server::here(),
        };
        editor.watch();
        (editor, found)
    }

    /// Keeps and saves at every change, at once when the page is hidden or the connection comes back, and once more when
    /// the page goes.
    fn watch(self) {
        let typed = Memo::new(move |_| self.fields.read());
        Effect::new(move |_| typed.with(|draft| self.typed(draft)));
        let back = window_event_listener(leptos::ev::online, move |_| self.go());
        let hidden = window_event_listener(leptos::ev::pagehide, move |_| self.go());
        on_cleanup(move || {
            back.remove();
            hidden.remove();
            self.leave();
        });
    }

    fn typed(self, draft: &Draft) {
        if draft.is_whole() && self.saved.with_value(|saved| saved == draft) {
            self.with_keeper(|keeper| keeper.forget(self.update));
            return;
        }
        let kept = Kept {
            draft: draft.clone(),
            base: self.version.get_value(),
            at: dates::now(),
            about: self.about.get_value(),
        };
        let room = self.with_keeper(|keeper| keeper.write(self.update, &kept));
        self.room.set(room.unwrap_or(Room::None));
        if self.clash.with_untracked(Option::is_none) {
            self.saving.set(Saving::Waiting);
            self.after(PAUSE);
        }
    }

    /// The version that was read or saved last.
    pub fn version(self) -> i32 {
        self.version.get_value()
    }

    fn with_keeper<T>(self, work: impl FnOnce(&Keeper<Browser>) -> T) -> Option<T> {
        self.keeper.with_value(|keeper| keeper.as_ref().map(work))
    }

    /// Goes on after `wait`, and not before: an earlier appointment is called off.
    fn after(self, wait: Duration) {
        let later = set_timeout_with_handle(move || self.go(), wait).ok();
        self.call_off();
        self.later.set_value(later);
    }

    fn call_off(self) {
        self.later.update_value(|later| {
            if let Some(later) = later.take() {
                later.clear();
            }
        });
    }

    /// The page goes: what the server does not have yet is sent without waiting for the answer. The device keeps it until
    /// the answer has come.
    fn leave(self) {
        self.call_off();
        let draft = untrack(|| self.fields.read());
        let reading = draft.read();
        let idle = !self.underway.get_value() && self.clash.with_untracked(Option::is_none);
        let unsaved = self
            .saved
            .with_value(|saved| saved.read().content != reading.content);
        if !idle || !unsaved || check_content(reading.content.clone()).is_err() {
            return;
        }
        let (client, keeper) = (self.server.client(), self.keeper.get_value());
        let (update, version) = (self.update, self.version.get_value());
        spawn_local(async move {
            // Where it fails the words are on the device, and the next visit finds them there.
            if let (Ok(view), Some(keeper)) = (
                client.save_update(update, version, &reading.content).await,
                keeper,
            ) {
                keeper.settle(update, &draft, view.version);
            }
        });
    }

    /// Whether the update has gone on without this editor. One whose page has gone is never behind.
    pub fn is_behind(self, version: i32) -> bool {
        self.version
            .try_get_value()
            .is_some_and(|own| own < version)
    }

    /// Saves what is typed now, unless that is under way.
    pub fn go(self) {
        if self.underway.get_value() || self.clash.with_untracked(Option::is_some) {
            return;
        }
        self.underway.set_value(true);
        spawn_local(async move {
            while let Outcome::Done = self.step().await {}
            if !self.saving.is_disposed() {
                self.underway.set_value(false);
                self.submitting.set(false);
            }
        });
    }

    /// The rating that the facts imply with what `content` reports.
    pub fn implied(self, content: &UpdateContent) -> Implied {
        self.around
            .with_value(|around| around.submission().implied(content))
    }

    /// What was accepted for the cycle before.
    pub fn previous(self) -> Option<UpdateContent> {
        self.around.with_value(|around| around.previous.clone())
    }

    /// Submits once what is typed now says enough and is saved.
    pub fn submit(self) {
        let draft = untrack(|| self.fields.read());
        let faults = self
            .around
            .with_value(|around| submission_faults(&draft, around));
        if !faults.is_empty() {
            self.errors.set(faults);
            return;
        }
        self.errors.clear();
        self.call_off();
        self.submitting.set(true);
        self.wish.set_value(Wish::Submit);
        self.go();
    }

    /// Takes `draft`, which settles what `theirs` and the person's own words said differently.
    pub fn resolve(self, theirs: &UpdateView, draft: Draft) {
        self.take_over(theirs);
        self.clash.set(None);
        self.saving.set(Saving::Untouched);
        self.fields.set(&draft);
        self.typed(&draft);
    }

    /// Puts back what the server has.
    pub fn discard(self) {
        let saved = self.saved.get_value();
        self.fields.set(&saved);
        self.saving.set(Saving::Untouched);
    }

    fn take_over(self, view: &UpdateView) {
        self.version.set_value(view.version);
        self.saved
            .set_value(Draft::of(&view.content, &view.milestones));
    }

    async fn step(self) -> Outcome {
        if self.saving.is_disposed() || self.clash.with_untracked(Option::is_some) {
            return Outcome::Stop;
        }
        let draft = untrack(|| self.fields.read());
        let content = draft.read().content;
        if self
            .saved
            .with_value(|saved| saved.read().content != content)
        {
            return self.save(draft, content).await;
        }
        match self.wish.get_value() {
            Wish::Submit => self.send(content).await,
            Wish::Save => {
                // What was typed came back to what is saved; a date typed by half is still on the device alone.
                if draft.is_whole()
                    && self
                        .saving
                        .with_untracked(|saving| *saving == Saving::Waiting)
                {
                    self.saving.set(Saving::Untouched);
                }
                Outcome::Stop
            }
        }
    }

    async fn save(self, draft: Draft, content: UpdateContent) -> Outcome {
        if let Err(faults) = check_content(content.clone()) {
            let words = faults
                .into_iter()
                .map(|fault| fault.detail)
                .next()
                .unwrap_or_default();
            return self.refused(words);
        }
        self.saving.set(Saving::Sending);
        let (update, version, keeper) = (
            self.update,
            self.version.get_value(),
            self.keeper.get_value(),
        );
        let sent = content.clone();
        let answer = self
            .server
            .call(move |client| {
                let content = content.clone();
                async move { client.save_update(update, version, &content).await }
            })
            .await;
        if let (Ok(view), Some(keeper)) = (&answer, &keeper) {
            keeper.settle(update, &draft, view.version);
        }
        if self.saving.is_disposed() {
            return Outcome::Stop;
        }
        match answer {
            Ok(view) => {
                self.version.set_value(view.version);
                self.patience.set_value(PATIENCE.0);
                self.saving.set(if draft.is_whole() {
                    Saving::Saved(view.changed_at)
                } else {
                    Saving::SavedInPart(view.changed_at)
                });
                self.saved.set_value(draft);
                Outcome::Done
            }
            Err(fault) => self.hindered(fault, &sent).await,
        }
    }

    async fn send(self, content: UpdateContent) -> Outcome {
        self.saving.set(Saving::Sending);
        let (update, version, keeper) = (
            self.update,
            self.version.get_value(),
            self.keeper.get_value(),
        );
        let answer = self
            .server
            .call(move |client| async move {
                client
                    .update_event(
                        update,
                        version,
                        UpdateEvent::Submit,
                        &ReviewWords::default(),
                    )
                    .await
            })
            .await;
        if let (Ok(_), Some(keeper)) = (&answer, &keeper) {
            keeper.forget(update);
        }
        if self.saving.is_disposed() {
            return Outcome::Stop;
        }
        self.wish.set_value(Wish::Save);
        match answer {
            Ok(view) => {
                self.saving.set(Saving::Saved(view.changed_at));
                self.submitted.run(view);
                Outcome::Stop
            }
            Err(fault) => {
                if fault.code() != Some(ErrorCode::Stale) {
                    self.errors
                        .set(untrack(|| self.fields.read()).submission_errors(&content, &fault));
                }
                self.hindered(fault, &content).await
            }
        }
    }

    /// What to do after a call that failed with `sent` in it.
    async fn hindered(self, fault: Fault, sent: &UpdateContent) -> Outcome {
        if fault.may_pass() {
            if self.wish.get_value() == Wish::Submit {
                self.wish.set_value(Wish::Save);
                self.errors.set(api::in_words(&fault));
            }
            self.saving.set(Saving::Unreachable);
            let wait = self.patience.get_value();
            self.patience.set_value((wait * 2).min(PATIENCE.1));
            self.after(Duration::from_secs(wait));
            return Outcome::Stop;
        }
        if fault.code() == Some(ErrorCode::Stale) {
            return self.overtaken(&fault, sent).await;
        }
        self.wish.set_value(Wish::Save);
        let words = api::in_words(&fault)
            .into_iter()
            .map(|error| error.message)
            .next();
        self.refused(words.unwrap_or_else(|| fault.to_string()))
    }

    /// Somebody, or an earlier call of ours whose answer was lost, came first.
    async fn overtaken(self, fault: &Fault, sent: &UpdateContent) -> Outcome {
        let Some(theirs) = self.current(fault).await else {
            self.saving.set(Saving::Unreachable);
            self.after(Duration::from_secs(PATIENCE.0));
            return Outcome::Stop;
        };
        if self.saving.is_disposed() {
            return Outcome::Stop;
        }
        let editable = theirs.state.editable();
        if same(&theirs.content, sent) && editable.is_err() && self.wish.get_value() == Wish::Submit
        {
            self.with_keeper(|keeper| keeper.forget(self.update));
            self.submitted.run(theirs);
            return Outcome::Stop;
        }
        if let Err(refusal) = editable {
            self.wish.set_value(Wish::Save);
            return self.refused(refusal.sentence().to_owned());
        }
        let untouched = self
            .saved
            .with_value(|saved| same(&saved.read().content, &theirs.content));
        if untouched || same(&theirs.content, sent) {
            self.take_over(&theirs);
            return Outcome::Done;
        }
        self.wish.set_value(Wish::Save);
        self.saving.set(Saving::Clash);
        self.clash.set(Some(theirs));
        Outcome::Stop
    }

    /// The update as it stands now: the problem carries it, or else it is asked for.
    async fn current(self, fault: &Fault) -> Option<UpdateView> {
        if let Fault::Problem(problem) = fault
            && let Some(current) = &problem.current
            && let Ok(view) = serde_json::from_value(current.clone())
        {
            return Some(view);
        }
        let update = self.update;
        self.server
            .call(move |client| async move { client.update(update).await })
            .await
            .ok()
    }

    fn refused(self, words: String) -> Outcome {
        self.saving.set(Saving::Refused(words));
        Outcome::Stop
    }
}

impl Around {
    /// When the plan begins only the server knows.
    fn submission(&self) -> Submission<'_> {
        Submission {
            today: dates::today(),
            plan_begins: None,
            facts: &self.facts,
            previous: self.previous.as_ref(),
        }
    }
}

/// Whether two contents are the same once they are as the server keeps them.
fn same(one: &UpdateContent, other: &UpdateContent) -> bool {
    match (check_content(one.clone()), check_content(other.clone())) {
        (Ok(one), Ok(other)) => one == other,
        _ => one == other,
    }
}

/// Everything that keeps `draft` from being submitted, by the rules that the server asks.
fn submission_faults(draft: &Draft, around: &Around) -> Vec<FormError> {
    let reading = draft.read();
    let mut found = Vec::new();
    if let Err(faults) = check_submission(&reading.content, &around.submission()) {
        found.extend(draft.errors(&reading.content, faults));
    }
    if let Err(faults) = check_content(reading.content.clone()) {
        found.extend(draft.errors(&reading.content, faults));
    }
    found.extend(reading.faults);
    found
}
