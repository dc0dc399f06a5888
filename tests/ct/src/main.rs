//! Constant time, run: each case marks its secrets, computes with them, and memcheck counts the branches and addresses
//! that depended on one. `cargo xtask ct` builds and runs this under valgrind and judges the counts.
//!
//! | module | what |
//! |---|---|
//! | [`memcheck`] | marks bytes secret or public, counts reports |
//! | [`cases`] | what is run: core's paths (no reports), deliberate leaks (some), a peer (for comparison) |

mod cases;
mod memcheck;

use std::io::Write;
use std::process::ExitCode;

fn main() -> ExitCode {
    // The name of a group or of a case; without it all run.
    let wanted = std::env::args().nth(1);
    if !memcheck::is_running() {
        eprintln!("fieldgate-ct has nothing to say without valgrind; run: cargo xtask ct");
        return ExitCode::FAILURE;
    }
    let mut out = std::io::stdout().lock();
    let aes = if cfg!(aes_backend = "soft") {
        "software"
    } else if is_x86_feature_detected!("aes") && is_x86_feature_detected!("pclmulqdq") {
        "hardware"
    } else {
        "software, because valgrind shows no other"
    };
    // A reader that went away has no use for the rest.
    if writeln!(out, "aes\t{aes}").is_err() {
        return ExitCode::FAILURE;
    }
    for (group, cases) in cases::GROUPS {
        for (name, run) in cases.iter().copied().flatten() {
            if wanted
                .as_deref()
                .is_some_and(|wanted| wanted != *name && wanted != *group)
            {
                continue;
            }
            let before = memcheck::reports();
            run();
            let reports = memcheck::reports() - before;
            if writeln!(out, "{group}\t{name}\t{reports}").is_err() {
                return ExitCode::FAILURE;
            }
        }
    }
    ExitCode::SUCCESS
}
