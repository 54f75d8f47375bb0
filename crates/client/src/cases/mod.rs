//! Cases. Nothing of what is read here is kept on a device.

mod kept;
mod read;
mod together;
