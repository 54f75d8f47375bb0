//! Which pages the server has. It says so with every answer, so that an open page learns of an upgrade.

use std::fmt;
use std::sync::Arc;

use crate::Client;

/// The header that names the pages of the server.
pub(crate) const HEADER: &str = "Throughline-Pages";

type Listener = dyn Fn(&str) + Send + Sync;

/// Who wants to know.
#[derive(Clone, Default)]
pub(crate) struct Heard(Option<Arc<Listener>>);

impl fmt::Debug for Heard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Heard").field(&self.0.is_some()).finish()
    }
}

impl Client {
    /// The same client, which tells `heard` with every answer the name of the pages that the
    /// server has by then.
    #[must_use]
    pub fn hearing_of_pages(mut self, heard: impl Fn(&str) + Send + Sync + 'static) -> Self {
        self.heard = Heard(Some(Arc::new(heard)));
        self
    }

    pub(crate) fn hear(&self, pages: Option<&str>) {
        if let (Some(heard), Some(pages)) = (&self.heard.0, pages) {
            heard(pages);
        }
    }
}
