//! One candidate, in a process of its own: told to make some calls, it tells how long they took, and how much processor
//! time.
//!
//! Line by line: `TASK CALLS` on standard input, `NANOSECONDS PROCESSOR_NANOSECONDS` on standard output, after `ready`.

use std::{
    io::{self, BufRead, Write},
    path::Path,
    time::Instant,
};

use rustix::time::{ClockId, clock_gettime};

use super::{Fault, Task, Who, floor_blocking, floor_tokio, kmip_protocol, ours};

/// Which server, and as whom.
pub(super) struct Target<'t> {
    pub(super) port: u16,
    pub(super) tls_version: &'t str,
    pub(super) pki: &'t Path,
    /// The key that Get asks for.
    pub(super) id: &'t str,
}

/// A candidate with its connections.
pub(super) trait Worker {
    /// Get over one connection.
    fn get(&mut self, calls: u32) -> Result<(), Fault>;
    /// Get over [`super::POOL`] connections, as many at a time.
    fn pool(&mut self, calls: u32) -> Result<(), Fault>;
    /// A key from Create to Destroy.
    fn life(&mut self, keys: u32) -> Result<(), Fault>;
    /// A new connection and its version.
    fn connect(&mut self, connections: u32) -> Result<(), Fault>;
}

pub(crate) fn run(
    who: &str,
    port: &str,
    tls_version: &str,
    pki: &Path,
    id: &str,
) -> Result<(), Fault> {
    let target = Target {
        port: port.parse()?,
        tls_version,
        pki,
        id,
    };
    let who = Who::ALL.into_iter().find(|known| known.word() == who);
    let mut worker: Box<dyn Worker> = match who {
        Some(Who::Ours) => Box::new(ours::Ours::open(&target)?),
        Some(Who::FloorTokio) => Box::new(floor_tokio::Floor::open(&target)?),
        Some(Who::FloorBlocking) => Box::new(floor_blocking::Floor::open(&target)?),
        Some(Who::KmipProtocol) => Box::new(kmip_protocol::Peer::open(&target)?),
        Some(Who::PyKmip) | None => return Err("nobody of that name works here".into()),
    };
    println!("ready");
    for line in io::stdin().lock().lines() {
        let line = line?;
        let (word, count) = line.split_once(' ').ok_or("not TASK CALLS")?;
        let count = count.parse()?;
        let task = Task::ALL.into_iter().find(|task| task.word() == word);
        let (start, cpu) = (Instant::now(), processor_ns());
        match task.ok_or("an unknown task")? {
            Task::Get => worker.get(count)?,
            Task::Pool => worker.pool(count)?,
            Task::Life => worker.life(count)?,
            Task::Connect => worker.connect(count)?,
        }
        let took = start.elapsed().as_nanos();
        println!("{took} {}", processor_ns() - cpu);
        io::stdout().flush()?;
    }
    Ok(())
}

/// Processor time of this process, in nanoseconds.
fn processor_ns() -> i64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec * 1_000_000_000 + time.tv_nsec
}

/// `calls` shared among [`super::POOL`], the first getting what doesn't divide.
pub(super) fn shares(calls: u32) -> impl Iterator<Item = u32> {
    let (each, rest) = (calls / super::POOL, calls % super::POOL);
    (0..super::POOL).map(move |index| each + u32::from(index < rest))
}
