//! The browser's half of Throughline: pages over the REST interface, in WebAssembly.

mod api;
mod app;
mod dates;
mod features;
mod listing;
mod live;
mod memory;
mod routes;
mod session;
mod ui;

fn main() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(app::App);
}
