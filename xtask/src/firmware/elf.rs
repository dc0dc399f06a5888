//! What an image's ELF file tells: sizes of its sections, symbols, and the text in it.

use std::path::{Path, PathBuf};

use object::{Object as _, ObjectSection as _, ObjectSymbol, SectionKind};

use crate::fault::Fault;

/// Bytes of an image by where they go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sizes {
    /// Code.
    pub(crate) text: u64,
    /// Constants.
    pub(crate) rodata: u64,
    /// Variables: .data and .bss, without the stack.
    pub(crate) ram: u64,
}

/// An ELF file in memory.
pub(crate) struct Elf {
    path: PathBuf,
    bytes: Vec<u8>,
}

impl Elf {
    /// Reads the file.
    pub(crate) fn read(path: &Path) -> Result<Self, Fault> {
        let bytes = std::fs::read(path).map_err(Fault::io(format!("read {}", path.display())))?;
        Ok(Self {
            path: path.to_owned(),
            bytes,
        })
    }

    /// The sizes of what is loaded or reserved.
    pub(crate) fn sizes(&self) -> Result<Sizes, Fault> {
        let mut sizes = Sizes {
            text: 0,
            rodata: 0,
            ram: 0,
        };
        for section in self.file()?.sections() {
            match section.kind() {
                SectionKind::Text => sizes.text += section.size(),
                SectionKind::ReadOnlyData | SectionKind::ReadOnlyString => {
                    sizes.rodata += section.size();
                }
                SectionKind::Data | SectionKind::UninitializedData => sizes.ram += section.size(),
                _ => {}
            }
        }
        Ok(sizes)
    }

    /// The address of a function, without the bit that marks Thumb code.
    pub(crate) fn address(&self, name: &str) -> Result<u64, Fault> {
        let file = self.file()?;
        let symbol = file
            .symbols()
            .find(|symbol| symbol.name() == Ok(name))
            .ok_or_else(|| Fault::Unmet(format!("{} has no symbol {name}", self.path.display())))?;
        let thumb = file.architecture() == object::Architecture::Arm;
        Ok(if thumb {
            symbol.address() & !1
        } else {
            symbol.address()
        })
    }

    /// The names of all symbols that are defined.
    pub(crate) fn symbols(&self) -> Result<Vec<String>, Fault> {
        let file = self.file()?;
        Ok(file
            .symbols()
            .filter(ObjectSymbol::is_definition)
            .filter_map(|symbol| symbol.name().ok())
            .map(str::to_owned)
            .collect())
    }

    /// The bytes of the constants.
    pub(crate) fn constants(&self) -> Result<Vec<u8>, Fault> {
        let mut all = Vec::new();
        for section in self.file()?.sections() {
            if matches!(
                section.kind(),
                SectionKind::ReadOnlyData | SectionKind::ReadOnlyString
            ) {
                all.extend_from_slice(section.data().map_err(|error| self.unreadable(error))?);
            }
        }
        Ok(all)
    }

    fn file(&self) -> Result<object::File<'_>, Fault> {
        object::File::parse(self.bytes.as_slice()).map_err(|error| self.unreadable(error))
    }

    fn unreadable(&self, error: object::Error) -> Fault {
        Fault::Unmet(format!("{} can't be read: {error}", self.path.display()))
    }
}
