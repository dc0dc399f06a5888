//! Child processes that end with their owner.
//!
//! A [`Running`] is stopped when it is dropped, so also when a test panics. A test that is killed outright drops nothing; for that case children are
//! started through util-linux' `setpriv --pdeathsig`, where it is installed: the kernel then signals them when the thread that started them ends.
//! So start peers from a thread that outlives them. A program that is interrupted calls [`end_all`].

use std::fs::{self, File};
use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::io;
use std::net::TcpListener;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, WaitId, WaitIdOptions, kill_process, kill_process_group, waitid};

pub use rustix::process::Signal;

use crate::SupportError;
use crate::error::log_tail;

/// How long a child may take to end after its polite signal.
const STOP_SECONDS_MAX: u64 = 8;
/// How often a child or its log is looked at.
const POLL_MILLIS: u64 = 25;
/// Below this, ports belong to well-known services.
const PORT_MIN: u16 = 10_000;
/// How many ports are tried before the system is asked for one.
const PORT_TRIES_MAX: u32 = 64;
const SETPRIV: &str = "/usr/bin/setpriv";

/// What runs now: process and polite signal.
static RUNNING: Mutex<Vec<(u32, Signal)>> = Mutex::new(Vec::new());

/// A child process in its own process group, with its output in a log file.
#[derive(Debug)]
pub struct Running {
    name: String,
    child: Child,
    log: PathBuf,
    polite: Signal,
    ended: Option<ExitStatus>,
}

impl Running {
    /// Starts the program with both outputs appended to `log`. `polite` is the signal that asks it to end.
    ///
    /// # Errors
    /// [`SupportError::Io`].
    pub fn start(
        name: &str,
        command: &Command,
        log: &Path,
        polite: Signal,
    ) -> Result<Self, SupportError> {
        let open = || fs::OpenOptions::new().create(true).append(true).open(log);
        let output = open().map_err(SupportError::io(format!("write {}", log.display())))?;
        let errors = open().map_err(SupportError::io(format!("write {}", log.display())))?;
        let child = spawn(command, polite, output, errors).map_err(SupportError::io(format!(
            "start {name} ({})",
            command.get_program().display()
        )))?;
        Ok(Self {
            name: name.to_owned(),
            child,
            log: log.to_owned(),
            polite,
            ended: None,
        })
    }

    /// The process id.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Where its output goes.
    pub fn log_path(&self) -> &Path {
        &self.log
    }

    /// What it has logged so far.
    pub fn log(&self) -> String {
        String::from_utf8_lossy(&fs::read(&self.log).unwrap_or_default()).into_owned()
    }

    /// The exit status, if it has ended.
    pub fn exit_status(&mut self) -> Option<ExitStatus> {
        if self.ended.is_none() && self.as_pid().is_ok_and(has_ended) {
            self.end_group();
            self.ended = self.child.wait().ok();
        }
        self.ended
    }

    /// Waits until a whole log line contains `needle`, and gives that line.
    ///
    /// # Errors
    /// [`SupportError::Ended`], [`SupportError::Late`].
    pub fn wait_for_line(
        &mut self,
        needle: &str,
        within: Duration,
    ) -> Result<String, SupportError> {
        let mut found = None;
        self.wait_until(&format!("log {needle:?}"), within, |running| {
            let log = running.log();
            let whole_lines = log.rfind('\n').map_or("", |end| &log[..end]);
            found = whole_lines
                .lines()
                .find(|line| line.contains(needle))
                .map(str::to_owned);
            found.is_some()
        })?;
        Ok(found.unwrap_or_default())
    }

    /// Waits until `ready` says so, and fails early if the process ends.
    ///
    /// # Errors
    /// [`SupportError::Ended`], [`SupportError::Late`].
    pub fn wait_until(
        &mut self,
        awaited: &str,
        within: Duration,
        mut ready: impl FnMut(&Self) -> bool,
    ) -> Result<(), SupportError> {
        let start = Instant::now();
        loop {
            if ready(self) {
                return Ok(());
            }
            if let Some(status) = self.exit_status() {
                return Err(SupportError::Ended {
                    name: self.name.clone(),
                    status: status.to_string(),
                    log: self.log.clone(),
                    tail: log_tail(&self.log),
                });
            }
            if start.elapsed() > within {
                return Err(SupportError::Late {
                    name: self.name.clone(),
                    awaited: awaited.to_owned(),
                    seconds: within.as_secs(),
                    log: self.log.clone(),
                    tail: log_tail(&self.log),
                });
            }
            thread::sleep(Duration::from_millis(POLL_MILLIS));
        }
    }

    /// Waits until it has ended by itself.
    ///
    /// # Errors
    /// [`SupportError::Late`].
    pub fn wait_for_end(&mut self, within: Duration) -> Result<ExitStatus, SupportError> {
        let start = Instant::now();
        loop {
            if let Some(status) = self.exit_status() {
                return Ok(status);
            }
            if start.elapsed() > within {
                return Err(SupportError::Late {
                    name: self.name.clone(),
                    awaited: "end".to_owned(),
                    seconds: within.as_secs(),
                    log: self.log.clone(),
                    tail: log_tail(&self.log),
                });
            }
            thread::sleep(Duration::from_millis(POLL_MILLIS));
        }
    }

    /// Sends a signal to the process itself.
    ///
    /// # Errors
    /// [`SupportError::Io`], also when it has already ended.
    pub fn signal(&self, signal: Signal) -> Result<(), SupportError> {
        kill_process(self.as_pid()?, signal)
            .map_err(|error| SupportError::io(format!("signal {}", self.name))(error.into()))
    }

    /// Asks it to end, waits for a while, then kills it and what it started. Stopping twice does nothing.
    pub fn stop(&mut self) {
        if self.exit_status().is_none() {
            let _ = self.signal(self.polite);
            if self
                .wait_for_end(Duration::from_secs(STOP_SECONDS_MAX))
                .is_err()
            {
                self.end_group();
                self.ended = self.child.wait().ok();
            }
        }
        let id = self.pid();
        RUNNING
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .retain(|(other, _)| *other != id);
    }

    /// Kills what is left of the group. Only before the leader is waited for: until then its id can't become another's.
    fn end_group(&self) {
        if let Ok(group) = self.as_pid() {
            let _ = kill_process_group(group, Signal::KILL);
        }
    }

    fn as_pid(&self) -> Result<Pid, SupportError> {
        i32::try_from(self.pid())
            .ok()
            .and_then(Pid::from_raw)
            .ok_or_else(|| SupportError::Io {
                action: format!("signal {}", self.name),
                source: io::Error::from(io::ErrorKind::InvalidInput),
            })
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Asks everything that still runs to end, waits for a while, then kills it: for a program that is about to exit without dropping.
pub fn end_all() {
    let running = std::mem::take(&mut *RUNNING.lock().unwrap_or_else(PoisonError::into_inner));
    let groups: Vec<(Pid, Signal)> = running
        .into_iter()
        .filter_map(|(id, polite)| Some((as_pid(id)?, polite)))
        .collect();
    for (group, polite) in &groups {
        let _ = kill_process(*group, *polite);
    }
    let start = Instant::now();
    while start.elapsed().as_secs() < STOP_SECONDS_MAX
        && groups.iter().any(|(group, _)| !has_ended(*group))
    {
        thread::sleep(Duration::from_millis(POLL_MILLIS));
    }
    for (group, _) in groups {
        let _ = kill_process_group(group, Signal::KILL);
    }
}

/// A port that was free a moment ago, and that the system gives to nobody who doesn't ask for it by number: so a server finds it again after a
/// restart, however many connections and listeners there are meanwhile.
///
/// # Errors
/// [`SupportError::Io`].
pub fn free_port() -> Result<u16, SupportError> {
    let range = fs::read_to_string("/proc/sys/net/ipv4/ip_local_port_range").unwrap_or_default();
    let given_out_from = range.split_whitespace().next();
    let end = given_out_from.map_or(0, |low| low.parse().unwrap_or(0));
    for port in candidates(end) {
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return Ok(port);
        }
    }
    // The system gives out all ports itself: one of those, then.
    TcpListener::bind(("127.0.0.1", 0))
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(SupportError::io("find a free port on 127.0.0.1"))
}

/// Some ports above the well-known ones and below `end`, others each time.
fn candidates(end: u16) -> impl Iterator<Item = u16> {
    let span = u64::from(end.saturating_sub(PORT_MIN));
    (0..PORT_TRIES_MAX)
        .map(|_| RandomState::new().build_hasher().finish())
        .filter_map(move |random| random.checked_rem(span))
        .filter_map(|offset| u16::try_from(offset + u64::from(PORT_MIN)).ok())
}

fn as_pid(id: u32) -> Option<Pid> {
    i32::try_from(id).ok().and_then(Pid::from_raw)
}

/// Whether a child has ended; it can still be waited for after this.
fn has_ended(pid: Pid) -> bool {
    let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
    !matches!(waitid(WaitId::Pid(pid), options), Ok(None))
}

fn spawn(command: &Command, polite: Signal, output: File, errors: File) -> io::Result<Child> {
    let mut wrapped = if Path::new(SETPRIV).exists() {
        let signal = if polite == Signal::INT { "INT" } else { "KILL" };
        let mut wrapped = Command::new(SETPRIV);
        wrapped
            .args(["--pdeathsig", signal, "--"])
            .arg(command.get_program());
        wrapped
    } else {
        Command::new(command.get_program())
    };
    wrapped
        .args(command.get_args())
        .stdin(Stdio::null())
        .stdout(output)
        .stderr(errors)
        .process_group(0);
    if let Some(dir) = command.get_current_dir() {
        wrapped.current_dir(dir);
    }
    for (key, value) in command.get_envs() {
        match value {
            Some(value) => wrapped.env(key, value),
            None => wrapped.env_remove(key),
        };
    }
    wrapped.spawn()
}
