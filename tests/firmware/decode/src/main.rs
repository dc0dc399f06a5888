//! Reads the defmt log of an image: `decode IMAGE LOG` prints a line a frame, `LEVEL message`.
//!
//! The image holds the log's texts, the log only their numbers and the values.

use std::env;
use std::error::Error;
use std::fs;

use defmt_decoder::{DecodeError, Table};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args_os().skip(1);
    let (Some(image), Some(log)) = (arguments.next(), arguments.next()) else {
        return Err("usage: decode IMAGE LOG".into());
    };
    let table = Table::parse(&fs::read(image)?)?.ok_or("the image has no table of log texts")?;
    let log = fs::read(log)?;
    let mut decoder = table.new_stream_decoder();
    decoder.received(&log);
    // A frame has at least one byte.
    for _ in 0..=log.len() {
        match decoder.decode() {
            Ok(frame) => {
                let level = frame.level().map_or("print", |level| level.as_str());
                println!("{level} {}", frame.display_message());
            }
            Err(DecodeError::UnexpectedEof) => return Ok(()),
            Err(DecodeError::Malformed) => return Err("a frame of the log is malformed".into()),
        }
    }
    Ok(())
}
