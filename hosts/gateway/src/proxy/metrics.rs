//! Counters, in the Prometheus text format.

use std::{
    collections::BTreeMap,
    fmt::Write,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
};

use hyper::StatusCode;

/// What the gateway counts.
#[derive(Default)]
pub(super) struct Metrics {
    fields_sealed: Arc<AtomicU64>,
    pub(super) fields_opened: AtomicU64,
    pub(super) fields_unopenable: AtomicU64,
    /// By the first digit of the status.
    requests: [AtomicU64; 6],
    /// By code; there are a few dozen of them, all in the source.
    refusals: Mutex<BTreeMap<&'static str, u64>>,
}

/// The values sealed in one request; they count in the total as well.
pub(super) struct SealedCount {
    request: AtomicU64,
    total: Arc<AtomicU64>,
}

impl SealedCount {
    pub(super) fn add(&self, fields: u64) {
        self.request.fetch_add(fields, Relaxed);
        self.total.fetch_add(fields, Relaxed);
    }

    pub(super) fn get(&self) -> u64 {
        self.request.load(Relaxed)
    }
}

impl Metrics {
    /// The count of a new request.
    pub(super) fn sealed_count(&self) -> Arc<SealedCount> {
        Arc::new(SealedCount {
            request: AtomicU64::new(0),
            total: Arc::clone(&self.fields_sealed),
        })
    }

    pub(super) fn count_request(&self, status: StatusCode) {
        if let Some(count) = self.requests.get(usize::from(status.as_u16() / 100)) {
            count.fetch_add(1, Relaxed);
        }
    }

    pub(super) fn count_refusal(&self, code: &'static str) {
        *self
            .refusals
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .entry(code)
            .or_default() += 1;
    }

    pub(super) fn write(&self, text: &mut String) {
        let totals = [
            ("sealed", "Values sealed in requests.", &*self.fields_sealed),
            ("opened", "Values opened in responses.", &self.fields_opened),
            (
                "unopenable",
                "Values in responses that no key opens.",
                &self.fields_unopenable,
            ),
        ];
        for (name, help, count) in totals {
            let name = format!("fieldgate_fields_{name}_total");
            head(text, &name, help);
            line(text, format_args!("{name} {}", count.load(Relaxed)));
        }
        head(
            text,
            "fieldgate_requests_total",
            "Requests answered, by the class of their status.",
        );
        for (class, count) in self.requests.iter().enumerate().skip(1) {
            line(
                text,
                format_args!(
                    "fieldgate_requests_total{{class=\"{class}xx\"}} {}",
                    count.load(Relaxed)
                ),
            );
        }
        head(
            text,
            "fieldgate_refusals_total",
            "Requests and responses that were not passed on, by reason.",
        );
        for (code, count) in &*self.refusals.lock().unwrap_or_else(PoisonError::into_inner) {
            line(
                text,
                format_args!("fieldgate_refusals_total{{reason=\"{code}\"}} {count}"),
            );
        }
    }
}

fn head(text: &mut String, name: &str, help: &str) {
    line(
        text,
        format_args!("# HELP {name} {help}\n# TYPE {name} counter"),
    );
}

fn line(text: &mut String, line: std::fmt::Arguments<'_>) {
    // Writing to a String doesn't fail.
    let _ = writeln!(text, "{line}");
}
