//! The ground on which an agency is told of a case, as it is asked and shown.

use chrono::NaiveDate;
use leptos::prelude::*;
use shared::cases::{BirthMonth, Consenter, Known, LawfulBasis, Sharing};
use shared::problem::FieldError;
use shared::text::PASSAGE_MAX;

use super::said::Reading;
use crate::dates;
use crate::features::cases::told::ToldArea;
use crate::ui::field::FormError;
use crate::ui::{Choice, DateInput, DateParts, Radios, SummaryList, SummaryRow};

const YES: &str = "yes";
const NO: &str = "no";

/// The fields as they are typed.
#[derive(Clone, Copy)]
pub struct Typed {
    basis: RwSignal<String>,
    consenter: RwSignal<String>,
    on: RwSignal<DateParts>,
    purpose: RwSignal<String>,
    because: RwSignal<String>,
    told: RwSignal<String>,
    not_told_because: RwSignal<String>,
}

impl Typed {
    /// Nothing typed yet.
    pub fn new() -> Self {
        let empty = || RwSignal::new(String::new());
        Self {
            basis: empty(),
            consenter: empty(),
            on: RwSignal::new(DateParts::default()),
            purpose: empty(),
            because: empty(),
            told: empty(),
            not_told_because: empty(),
        }
    }

    fn consents(self) -> bool {
        self.basis
            .with(|basis| basis == LawfulBasis::Consent.code())
    }

    /// What was typed, as the rules allow it, for a case whose person was born then. Faults go to `reading`, each at its
    /// field.
    pub fn read(
        self,
        born: BirthMonth,
        today: NaiveDate,
        reading: &mut Reading,
    ) -> Option<Sharing> {
        let known = Known { born: Some(born) };
        let basis = reading.one(
            "sharing-basis",
            self.basis,
            LawfulBasis::from_code,
            "Choose on what ground you share",
        );
        let consents = basis == Some(LawfulBasis::Consent);
        let on = reading.day("sharing-on", self.on, "The day");
        let told = reading.one(
            "sharing-told",
            self.told,
            |code| match code {
                YES => Some(true),
                NO => Some(false),
                _ => None,
            },
            "Say whether the young person and the family know of it",
        );
        let purpose = reading.text("sharing-purpose", self.purpose, known, None);
        let because = reading.text("sharing-because", self.because, known, None);
        let not_told_because = if told == Some(false) {
            reading.text(
                "sharing-not_told_because",
                self.not_told_because,
                known,
                None,
            )
        } else {
            String::new()
        };
        let consenter = self
            .consenter
            .with_untracked(|code| Consenter::from_code(code))
            .filter(|_| consents);
        let sharing = Sharing {
            basis: basis?,
            consenter,
            on: on?,
            purpose,
            because,
            told: told?,
            not_told_because,
            withdrawn_on: None,
        };
        match sharing.check(born, today) {
            Ok(sharing) => Some(sharing),
            Err(faults) => {
                for fault in faults {
                    reading.fault(at_field(fault));
                }
                None
            }
        }
    }
}

/// A fault of the rules at the field of the form.
fn at_field(fault: FieldError) -> FormError {
    FormError::at_pointer(&format!("/sharing{}", fault.pointer), fault.detail)
}

/// The fields. What a ground does not ask for is not shown.
#[component]
pub fn SharingFields(typed: Typed, known: Known) -> impl IntoView {
    let bases = LawfulBasis::ALL
        .iter()
        .map(|basis| Choice::new(basis.code(), basis.label()))
        .collect::<Vec<_>>();
    let consenters = || {
        Consenter::ALL
            .iter()
            .map(|who| Choice::new(who.code(), who.label()))
            .collect::<Vec<_>>()
    };
    let consents = Memo::new(move |_| typed.consents());
    let silent = Memo::new(move |_| typed.told.with(|told| told == NO));
    view! {
        <Radios id="sharing-basis" legend="On what ground do you share?" value=typed.basis choices=bases />
        {move || {
            consents
                .get()
                .then(|| {
                    view! {
                        <Radios
                            id="sharing-consenter"
                            legend="Who consented?"
                            value=typed.consenter
                            choices=consenters()
                        />
                    }
                })
        }}
        <DateInput
            id="sharing-on"
            legend="Day on which they consented, or on which you decided to share"
            value=typed.on
        />
        <ToldArea
            id="sharing-purpose"
            label="What is shared, and for what"
            hint="As you said it to the young person"
            value=typed.purpose
            known
            limit=PASSAGE_MAX
            rows=3
        />
        {move || {
            if consents.get() {
                view! {
                    <ToldArea
                        id="sharing-because"
                        label="What showed that they understood what they agreed to"
                        hint="Needed where the young person alone consented and may be under 16"
                        value=typed.because
                        known
                        limit=PASSAGE_MAX
                        rows=3
                    />
                }
                    .into_any()
            } else {
                view! {
                    <ToldArea
                        id="sharing-because"
                        label="Why it is shared without consent"
                        value=typed.because
                        known
                        limit=PASSAGE_MAX
                        rows=3
                    />
                }
                    .into_any()
            }
        }}
        <Radios
            id="sharing-told"
            legend="Do the young person and the family know of it?"
            value=typed.told
            choices=vec![Choice::new(YES, "Yes"), Choice::new(NO, "No")]
        />
        {move || {
            silent
                .get()
                .then(|| {
                    view! {
                        <ToldArea
                            id="sharing-not_told_because"
                            label="Why they have not been told"
                            value=typed.not_told_because
                            known
                            limit=PASSAGE_MAX
                            rows=3
                        />
                    }
                })
        }}
    }
}

/// The ground as it was recorded.
#[component]
pub fn SharingFacts(sharing: Sharing) -> impl IntoView {
    let row = |name: &'static str, text: String| {
        (!text.is_empty()).then(|| {
            view! {
                <SummaryRow name>
                    <span class="tl-prose">{text}</span>
                </SummaryRow>
            }
        })
    };
    let consented = sharing.basis == LawfulBasis::Consent;
    view! {
        <SummaryList>
            <SummaryRow name="Ground">{sharing.basis.label()}</SummaryRow>
            {sharing.consenter.map(|who| view! { <SummaryRow name="Who consented">{who.label()}</SummaryRow> })}
            <SummaryRow name="On">{dates::day(sharing.on)}</SummaryRow>
            {row("What is shared, and for what", sharing.purpose)}
            {row(
                if consented { "What showed that they understood" } else { "Why without consent" },
                sharing.because,
            )}
            <SummaryRow name="The young person and the family know">
                {if sharing.told { "Yes" } else { "No" }}
            </SummaryRow>
            {row("Why they have not been told", sharing.not_told_because)}
            {sharing
                .withdrawn_on
                .map(|day| view! { <SummaryRow name="Consent withdrawn on">{dates::day(day)}</SummaryRow> })}
        </SummaryList>
    }
}
