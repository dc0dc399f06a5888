//! The processes, and the rounds in which they take turns.

use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    time::Duration,
};

use super::{
    Fault, POOL, Peers, Task, Who, messages,
    tables::{Row, Table},
};
use crate::measure::Effort;

/// How long a candidate's turn takes, about: some hundred calls on the stub.
const TURN: Duration = Duration::from_millis(60);
/// Calls by which the length of a turn is found, after as many that warm up.
const TRIAL_CALLS: u32 = POOL;
/// Most calls of a turn.
const CALLS_MAX: u32 = 100_000;

/// Rounds of each candidate; odd, so that there is one in the middle.
pub(super) const fn rounds(effort: Effort) -> usize {
    match effort {
        Effort::Full => 61,
        Effort::Quick => 9,
    }
}

/// A child that is ended when this is dropped: closing its standard input asks it to.
struct Process {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    name: String,
}

impl Process {
    fn start(name: String, command: &mut Command) -> Result<Self, Fault> {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("can't start {name}: {error}"))?;
        let input = child.stdin.take();
        let output = child.stdout.take().ok_or("no standard output")?;
        Ok(Self {
            child,
            input,
            output: BufReader::new(output),
            name,
        })
    }

    fn line(&mut self) -> Result<String, Fault> {
        let mut line = String::new();
        match self.output.read_line(&mut line)? {
            0 => Err(format!("{} ended early; it says above why", self.name).into()),
            _ => Ok(line.trim().to_owned()),
        }
    }

    fn tell(&mut self, line: &str) -> Result<(), Fault> {
        let input = self.input.as_mut().ok_or("no standard input")?;
        writeln!(input, "{line}").map_err(|error| format!("{} ended: {error}", self.name).into())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.input = None;
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// This program again, with other arguments.
fn this_program(words: &[&str], pki: &Path) -> Result<Command, Fault> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(words).arg(pki);
    Ok(command)
}

/// The stub, running.
pub(super) struct Stub {
    pub(super) port_tls13: u16,
    pub(super) port_tls12: u16,
    _process: Process,
}

impl Stub {
    pub(super) fn start(pki: &Path) -> Result<Self, Fault> {
        let mut command = this_program(&["kmip-stub"], pki)?;
        let mut process = Process::start("the stub".into(), &mut command)?;
        let line = process.line()?;
        let (tls13, tls12) = line.split_once(' ').ok_or("the stub told no ports")?;
        Ok(Self {
            port_tls13: tls13.parse()?,
            port_tls12: tls12.parse()?,
            _process: process,
        })
    }
}

/// Whom the candidates call.
pub(super) struct Server {
    name: &'static str,
    port: u16,
    tls_version: &'static str,
    id: String,
    is_stub: bool,
}

impl Server {
    pub(super) fn stub(name: &'static str, port: u16, tls_version: &'static str) -> Self {
        Self {
            name,
            port,
            tls_version,
            id: messages::STUB_ID.to_owned(),
            is_stub: true,
        }
    }

    pub(super) fn pykmip(peers: &Peers) -> Self {
        Self {
            name: "PyKMIP's server, TLS 1.2",
            port: peers.pykmip_port,
            tls_version: "1.2",
            id: peers.pykmip_id.clone(),
            is_stub: false,
        }
    }

    /// Bytes that were encoded before can't name a key that isn't there yet.
    const fn offers(&self, task: Task, who: Who) -> bool {
        self.is_stub
            || !matches!(
                (task, who),
                (Task::Life, Who::FloorTokio | Who::FloorBlocking)
            )
    }

    fn worker(&self, who: Who, peers: &Peers) -> Result<Process, Fault> {
        let port = self.port.to_string();
        let mut command = if who == Who::PyKmip {
            let mut command = Command::new(&peers.python);
            command
                .args(["-B", "-W", "ignore"])
                .arg(&peers.script)
                .args([&port, self.tls_version]);
            command.arg(&peers.pki);
            command
        } else {
            this_program(
                &["kmip-worker", who.word(), &port, self.tls_version],
                &peers.pki,
            )?
        };
        let name = format!("{}, calling {}", who.title(), self.name);
        let mut process = Process::start(name, command.arg(&self.id))?;
        match process.line()?.as_str() {
            "ready" => Ok(process),
            other => Err(format!("{} says {other:?}", process.name).into()),
        }
    }
}

/// One candidate, and what its turns took.
struct Candidate<'p> {
    who: Who,
    process: &'p mut Process,
    calls: u32,
    turns: Vec<Turn>,
}

/// A turn: nanoseconds a call.
#[derive(Clone, Copy)]
struct Turn {
    ns: f64,
    processor_ns: f64,
}

impl Candidate<'_> {
    fn turn(&mut self, task: Task, calls: u32) -> Result<Turn, Fault> {
        self.process.tell(&format!("{} {calls}", task.word()))?;
        let line = self.process.line()?;
        let (ns, processor_ns) = line.split_once(' ').ok_or("a worker told no times")?;
        let per_call = |text: &str| Ok::<_, Fault>(text.parse::<f64>()? / f64::from(calls));
        Ok(Turn {
            ns: per_call(ns)?,
            processor_ns: per_call(processor_ns)?,
        })
    }
}

/// All tasks on one server.
pub(super) fn measure(effort: Effort, server: &Server, peers: &Peers) -> Result<Vec<Table>, Fault> {
    let mut processes = Vec::new();
    for who in Who::ALL {
        processes.push((who, server.worker(who, peers)?));
    }
    let mut tables = Vec::new();
    for (index, task) in Task::ALL.into_iter().enumerate() {
        eprintln!(
            "[{}/{}] {}: {}, {} rounds",
            index + 1,
            Task::ALL.len(),
            server.name,
            task.title(),
            rounds(effort),
        );
        let mut candidates = Vec::new();
        for (who, process) in &mut processes {
            if server.offers(task, *who) {
                candidates.push(Candidate {
                    who: *who,
                    process,
                    calls: 0,
                    turns: Vec::new(),
                });
            }
        }
        take_turns(effort, task, &mut candidates)?;
        let table = table(server, task, &candidates);
        println!("{}\n", table.markdown());
        tables.push(table);
    }
    Ok(tables)
}

fn take_turns(effort: Effort, task: Task, candidates: &mut [Candidate<'_>]) -> Result<(), Fault> {
    for candidate in &mut *candidates {
        candidate.turn(task, TRIAL_CALLS)?;
        let trial = candidate.turn(task, TRIAL_CALLS)?;
        let calls = TURN.as_nanos() as f64 / trial.ns.max(1.0);
        let calls_min = if task == Task::Pool { 4 * POOL } else { 1 };
        candidate.calls = (calls as u32).clamp(calls_min, CALLS_MAX);
    }
    for _ in 0..rounds(effort) {
        for candidate in &mut *candidates {
            let turn = candidate.turn(task, candidate.calls)?;
            candidate.turns.push(turn);
        }
    }
    Ok(())
}

fn table(server: &Server, task: Task, candidates: &[Candidate<'_>]) -> Table {
    // Of the turns of one round, which saw the same load, and then the one in the middle.
    let rate_of = |candidate: &Candidate<'_>, floor: Who| {
        let floor = candidates.iter().find(|other| other.who == floor)?;
        let ratios = floor.turns.iter().zip(&candidate.turns);
        Some(median(ratios.map(|(floor, own)| floor.ns / own.ns)))
    };
    let row = |candidate: &Candidate<'_>| Row {
        who: candidate.who,
        a_second: 1e9 / median(candidate.turns.iter().map(|turn| turn.ns)),
        processor_us: median(candidate.turns.iter().map(|turn| turn.processor_ns)) / 1e3,
        of_floor_tokio: rate_of(candidate, Who::FloorTokio),
        of_floor_blocking: rate_of(candidate, Who::FloorBlocking),
    };
    Table {
        server: server.name,
        is_stub: server.is_stub,
        task,
        rows: candidates.iter().map(row).collect(),
    }
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<_> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
