//! Where values come from: lines of standard input, or columns of a CSV file. Results go to standard output in the same
//! form. What was written before a value that can't be worked on stays valid.

use std::{
    fs::File,
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use clap::{Args, Error};

use super::{
    lines::Lines,
    output::{Output, unwritable},
    usage::usage,
};
use crate::outcome::Outcome;

/// Longest record of a CSV file, in bytes.
const RECORD_BYTES_MAX: usize = 16 << 20;
/// What stands for standard input.
const STANDARD_INPUT: &str = "-";

/// One field's values, one after the other.
pub(super) trait Work {
    /// The result for a value, or why there is none and what to do. Neither shows the value.
    fn work(&mut self, value: &str) -> Result<String, String>;
}

/// Where values come from.
#[derive(Args)]
#[command(next_help_heading = "Input")]
pub(super) struct Input {
    /// A CSV file with a header row, or - for standard input, instead of lines.
    #[arg(long, value_name = "FILE", requires = "columns")]
    csv: Option<PathBuf>,
    /// A column to work on, by its name in the header row; may be given several times. Other columns stay as they are.
    #[arg(long = "column", value_name = "NAME", requires = "csv")]
    columns: Vec<String>,
}

impl Input {
    /// The columns; none when the input is lines.
    pub(super) fn columns(&self) -> Result<&[String], Error> {
        for (at, column) in self.columns.iter().enumerate() {
            if self.columns[..at].contains(column) {
                return Err(usage(format!("--column {column:?} is given twice")));
            }
        }
        Ok(&self.columns)
    }

    /// Works on all values: of lines with the one worker, of a CSV file with one for each column.
    pub(super) fn run(&self, workers: &mut [impl Work], value_bytes_max: usize) -> Outcome {
        let mut output = Output::new();
        let done = match &self.csv {
            None => lines(workers, value_bytes_max, &mut output),
            Some(path) => table(path, &self.columns, workers, value_bytes_max, &mut output),
        };
        // Whatever happened, what is done is written.
        let flushed = output.flush().map_err(unwritable);
        done.and(flushed)
    }
}

/// Checks a value and works on it.
fn value(worker: &mut impl Work, bytes: &[u8], bytes_max: usize) -> Result<String, String> {
    if bytes.len() > bytes_max {
        return Err(format!("longer than {bytes_max} bytes; shorten it"));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        format!(
            "not UTF-8, at byte {} counted from 0; convert the input, for example with iconv",
            error.valid_up_to()
        )
    })?;
    worker.work(text)
}

fn lines(workers: &mut [impl Work], bytes_max: usize, output: &mut Output) -> Outcome {
    let worker = workers.first_mut().ok_or("there is no field")?;
    let mut lines = Lines::new(bytes_max);
    while let Some((number, line)) = lines.next()? {
        let mut result =
            value(worker, line, bytes_max).map_err(|error| format!("line {number}: {error}"))?;
        if result.contains('\n') {
            return Err(format!(
                "line {number}: the value has a line break, which no line can hold; work on CSV, with --csv and --column"
            )
            .into());
        }
        result.push('\n');
        output.write_all(result.as_bytes()).map_err(unwritable)?;
    }
    Ok(())
}

/// A reader that gives so many bytes and then an error, unless it is allowed more.
struct Bounded<R> {
    inner: R,
    left: usize,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 {
            return Err(io::Error::other(format!(
                "a record is longer than {RECORD_BYTES_MAX} bytes; is a quotation mark missing?"
            )));
        }
        let length = buffer.len().min(self.left);
        let read = self.inner.read(&mut buffer[..length])?;
        self.left -= read;
        Ok(read)
    }
}

fn table(
    path: &Path,
    columns: &[String],
    workers: &mut [impl Work],
    bytes_max: usize,
    output: &mut Output,
) -> Outcome {
    let (name, source): (_, Box<dyn Read>) = if path.as_os_str() == STANDARD_INPUT {
        ("standard input".to_owned(), Box::new(io::stdin().lock()))
    } else {
        let name = path.display().to_string();
        let file = File::open(path).map_err(|error| format!("cannot read {name}: {error}"))?;
        (name, Box::new(file))
    };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(Bounded {
            inner: source,
            left: RECORD_BYTES_MAX,
        });
    let mut writer = csv::Writer::from_writer(output);
    let mut record = csv::ByteRecord::new();
    let mut next = |record: &mut csv::ByteRecord| {
        reader.get_mut().left = RECORD_BYTES_MAX;
        reader
            .read_byte_record(record)
            .map_err(|error| in_words(&name, &error))
    };
    if !next(&mut record)? {
        return Err(
            format!("{name} has no header row; --csv needs one that names the columns").into(),
        );
    }
    let places = columns
        .iter()
        .map(|column| place(&record, column))
        .collect::<Result<Vec<_>, _>>()?;
    writer.write_byte_record(&record).map_err(unwritable)?;
    while next(&mut record)? {
        let line = record.position().map_or(0, csv::Position::line);
        let mut results = record.clone();
        results.clear();
        for (at, cell) in record.iter().enumerate() {
            let Some(named) = places.iter().position(|place| *place == at) else {
                results.push_field(cell);
                continue;
            };
            let result = value(&mut workers[named], cell, bytes_max)
                .map_err(|error| format!("line {line}, column {:?}: {error}", columns[named]))?;
            results.push_field(result.as_bytes());
        }
        writer.write_byte_record(&results).map_err(unwritable)?;
    }
    writer.flush().map_err(unwritable)
}

/// Where a column stands.
fn place(header: &csv::ByteRecord, column: &str) -> Result<usize, String> {
    let mut places = header
        .iter()
        .enumerate()
        .filter(|(_, name)| *name == column.as_bytes())
        .map(|(at, _)| at);
    match (places.next(), places.next()) {
        (Some(at), None) => Ok(at),
        (Some(_), Some(_)) => Err(format!(
            "line 1: the header row has the column {column:?} twice; rename one of them"
        )),
        (None, _) => Err(format!(
            "line 1: the header row has no column {column:?}; upper and lower case and spaces count"
        )),
    }
}

/// What is wrong with a CSV file. The library's own words are not used where they could show a value.
fn in_words(name: &str, error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::UnequalLengths {
            pos,
            expected_len,
            len,
        } => format!(
            "line {}: the record has {len} fields and the header row has {expected_len}; is a separator missing or not quoted?",
            pos.as_ref().map_or(0, csv::Position::line)
        ),
        csv::ErrorKind::Io(error) => format!("cannot read {name}: {error}"),
        _ => format!("{name} is not a CSV file"),
    }
}
