use client::Fault;
use shared::problem::{ErrorCode, FieldError};

use crate::ui::FormErrors;
use crate::ui::field::FormError;

impl From<FieldError> for FormError {
    fn from(error: FieldError) -> Self {
        Self::at_pointer(&error.pointer, error.detail)
    }
}

/// Shows in a form why it could not be sent.
pub fn show(errors: FormErrors, fault: &Fault) {
    errors.set(in_words(fault));
}

/// Why a form could not be sent: each fault at the field that its pointer names, or one sentence for the whole form.
pub fn in_words(fault: &Fault) -> Vec<FormError> {
    let whole = |words: &str| vec![FormError::form(words)];
    match fault {
        Fault::Problem(problem) if !problem.errors.is_empty() => problem
            .errors
            .iter()
            .cloned()
            .map(FormError::from)
            .collect(),
        Fault::Problem(problem) => match (&problem.refusal, problem.code) {
            (Some(refusal), _) => whole(&refusal.sentence),
            (None, ErrorCode::Stale) => whole(
                "Somebody else has changed this since you opened it. What you typed is still here",
            ),
            (None, _) => whole(&problem.detail),
        },
        Fault::Unreachable => whole(
            "The server cannot be reached. What you typed is still here: send it again when the connection is back",
        ),
        Fault::Unreadable => whole(
            "The server's answer cannot be read. Load the page again to see whether this was saved",
        ),
    }
}

#[cfg(test)]
mod tests {
    use client::Fault;
    use shared::problem::{ErrorCode, FieldCode, FieldError, Problem};

    use super::in_words;

    #[test]
    fn faults_of_fields_stand_at_their_fields_and_others_at_the_form() {
        let mut problem = Problem {
            r#type: String::new(),
            title: String::new(),
            status: 422,
            detail: "Some of what you sent needs to change.".to_owned(),
            code: ErrorCode::Invalid,
            request_id: String::new(),
            errors: vec![FieldError::new(
                "/grants/0/agency",
                FieldCode::Required,
                "Choose",
            )],
            refusal: None,
            current: None,
        };
        let found = in_words(&Fault::Problem(Box::new(problem.clone())));
        assert_eq!(
            found.first().and_then(|error| error.field.as_deref()),
            Some("grants-0-agency")
        );
        problem.errors.clear();
        let found = in_words(&Fault::Problem(Box::new(problem)));
        assert_eq!(found.first().map(|error| error.field.clone()), Some(None));
    }
}
