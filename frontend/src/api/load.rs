use std::time::Duration;

use client::{Client, Fault};
use leptos::prelude::*;

use super::Server;

/// Seconds before an unreachable server is asked again: at first, and at most.
const PATIENCE: (u64, u64) = (3, 60);

/// What a page shows, for `<Load>`. `work` may read signals before its first `await`: it is done again when they change.
/// A server that cannot be reached is asked again by itself, less and less often.
pub fn load<T, F>(work: impl Fn(Client) -> F + Clone + 'static) -> LocalResource<Result<T, Fault>>
where
    T: Clone + 'static,
    F: Future<Output = Result<T, Fault>> + 'static,
{
    let server = Server::here();
    let resource = LocalResource::new(move || {
        // Made here and not in the loop of the call, so that the signals that it reads are noticed.
        let first = work(server.client());
        let (again, first) = (work.clone(), std::cell::Cell::new(Some(first)));
        async move {
            server
                .call(|client| {
                    let ready = first.take();
                    let again = again.clone();
                    async move {
                        match ready {
                            Some(ready) => ready.await,
                            None => untrack(|| again(client)).await,
                        }
                    }
                })
                .await
        }
    });
    try_again(resource);
    resource
}

/// Asks again after a while where that may help. Stops with the page.
fn try_again<T: Clone + 'static>(resource: LocalResource<Result<T, Fault>>) {
    Effect::new(move |wait: Option<u64>| {
        let failed = resource.with(|answer| matches!(answer, Some(Err(fault)) if fault.may_pass()));
        if !failed {
            return PATIENCE.0;
        }
        let wait = wait.unwrap_or(PATIENCE.0);
        let later = set_timeout_with_handle(move || resource.refetch(), Duration::from_secs(wait));
        on_cleanup(move || {
            if let Ok(later) = later {
                later.clear();
            }
        });
        (wait * 2).min(PATIENCE.1)
    });
}
