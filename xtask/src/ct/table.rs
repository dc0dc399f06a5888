//! The table: a row a case, a column a backend.

/// Reports of each case under each backend.
#[derive(Default)]
pub(crate) struct Table(Vec<Row>);

struct Row {
    group: String,
    name: String,
    cells: Vec<(u64, u64)>,
}

impl Table {
    /// The next backend's figures for a case.
    pub(crate) fn add(&mut self, group: String, name: String, reports: u64, at_public_places: u64) {
        let cell = (reports, at_public_places);
        match self
            .0
            .iter_mut()
            .find(|row| row.group == group && row.name == name)
        {
            Some(row) => row.cells.push(cell),
            None => self.0.push(Row {
                group,
                name,
                cells: vec![cell],
            }),
        }
    }

    pub(crate) fn print(&self, backends: &[&str]) {
        print!("\n{:<5} {:<44}", "", "reports, AES in");
        for backend in backends {
            print!(" {backend:>9}");
        }
        println!("   at public places");
        for row in &self.0 {
            print!("{:<5} {:<44}", row.group, row.name);
            for (reports, _) in &row.cells {
                print!(" {reports:>9}");
            }
            let public: Vec<String> = row
                .cells
                .iter()
                .filter(|cell| cell.1 > 0)
                .map(|cell| cell.1.to_string())
                .collect();
            println!("   {}", public.join(", "));
        }
    }
}
