use client::Fault;
use leptos::prelude::*;
use shared::problem::ErrorCode;

use crate::api::load;
use crate::session::{Session, Standing};

/// Asks the server who is here and what service this is, both at once. Pages wait for the first alone; the second fills
/// in when it comes.
pub fn opened() -> LocalResource<Result<(), Fault>> {
    let session = Session::here();
    // Nothing shows this answer by itself, and where it fails the first one fails with it and says so.
    load(move |client| async move {
        session.set_service(client.service().await?);
        Ok(())
    });
    load(move |client| async move {
        match client.session().await {
            Ok(view) => session.set(Standing::SignedIn(view)),
            Err(fault) if fault.code() == Some(ErrorCode::NotSignedIn) => {
                session.set(Standing::Guest);
            }
            Err(fault) => return Err(fault),
        }
        Ok(())
    })
}
