//! The panels, one a file. Each gives its title and its lines for an area; the first row of the area is the heading.

mod boxes;
pub mod files;
pub mod output;
pub mod over;
pub mod processes;
pub mod source;
pub mod state;
pub mod timeline;
