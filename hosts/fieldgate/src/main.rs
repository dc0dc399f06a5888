//! The fieldgate binary: configuration, wiring, command line.

mod config;

fn main() {
    let c = config::Config::read(std::path::Path::new(&std::env::args().nth(1).unwrap()));
    match c {
        Ok(_) => println!("ok"),
        Err(e) => println!("{e}"),
    }
}
