//! Runs in other tools' formats: what a person or a viewer opens afterwards. One exporter a file.
//!
//! | file | what |
//! |---|---|
//! | `perfetto` | Chrome's trace events: calls as slices, counters of what channels hold, arrows from cause to effect |
//! | `mermaid` | a sequence diagram |
//! | `shiviz` | a log with vector clocks |
//! | `dot` | Graphviz: descriptor tables, the tree of processes |
//! | `html` | a page that plays the run in a browser |
//! | `pcap` | packets, for tcpdump and Wireshark |
//! | `film` | the raw material: moments, and what was to be seen after each |
//! | `objects` | pipes, sockets, queues and the like as they are drawn, here and on the full screen |
//! | `view` | what can be seen of a machine at one moment, as named things |

pub mod dot;
pub mod film;
pub mod html;
pub mod mermaid;
pub mod objects;
pub mod pcap;
pub mod perfetto;
pub mod shiviz;
pub mod view;
