//! Wall-clock figures beside peers. They inform; they gate nothing, because machines are shared and noisy.
//!
//! A figure is the median of many rounds, with ours and the peer's interleaved, and its ratio is what counts.

mod fields;
mod measure;

fn main() {
    match std::env::args().nth(1).as_deref() {
        Some("fields") => fields::run(),
        _ => {
            eprintln!("usage: cargo xtask bench fields");
            std::process::exit(2);
        }
    }
}
