//! Descriptors as textbooks draw them, where there is room: a table for each process, a box for each open file description and for
//! each object, and arrows between.
//!
//! Entry point: [`draw`].

use super::files::{has_changed, is_new, object_parts};
use crate::tui::app::App;
use crate::tui::graph::{Graph, Holder};
use crate::tui::text;
use forklore_sim::kernel::abi::Pid;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// The drawing; `None`: there is no room for it.
pub fn draw(app: &App, graph: &Graph, width: usize, height: usize) -> Option<Vec<Line<'static>>> {
    let plan = Plan::of(app, graph, width)?;
    if plan.height() > height {
        return None;
    }
    let mut canvas = Canvas::new(width, plan.height());
    for table in &plan.tables {
        table.draw(&mut canvas, app);
    }
    let dim = app.palette.dim();
    for wire in &plan.wires {
        wire.across(&mut canvas, dim);
    }
    for wire in &plan.wires {
        wire.down(&mut canvas, dim);
    }
    for node in plan.files.iter().chain(&plan.objects) {
        node.draw(&mut canvas, app);
    }
    Some(canvas.lines())
}

/// A process's table: a row for descriptors that refer to the same description.
struct Table {
    pid: Pid,
    own: bool,
    y: usize,
    width: usize,
    /// Text, description, whether it is new.
    rows: Vec<(String, u32, bool)>,
}

/// A description or an object.
struct Node {
    x: usize,
    y: usize,
    width: usize,
    title: String,
    body: Vec<String>,
    changed: bool,
}

impl Node {
    fn height(&self) -> usize {
        self.body.len() + 2
    }

    /// The row at which arrows come and go.
    fn port(&self) -> usize {
        self.y + 1
    }

    fn draw(&self, canvas: &mut Canvas, app: &App) {
        let style = if self.changed { app.palette.changed() } else { Style::new() };
        canvas.frame(self.x, self.y, self.width, self.height(), &self.title, style);
        for (n, line) in self.body.iter().enumerate() {
            canvas.text(self.x + 2, self.y + 1 + n, &text::fit(line, self.width.saturating_sub(4)), style);
        }
    }
}

impl Table {
    fn row_of(&self, file: u32) -> impl Iterator<Item = usize> + '_ {
        self.rows.iter().enumerate().filter(move |(_, row)| row.1 == file).map(|(n, _)| self.y + 1 + n)
    }

    fn draw(&self, canvas: &mut Canvas, app: &App) {
        let style = if self.own { app.palette.heading(false) } else { app.palette.dim() };
        let mark = if self.own { "▶" } else { "" };
        canvas.frame(0, self.y, self.width, self.rows.len() + 2, &format!("{mark}pid {}", self.pid), style);
        for (n, (label, _, new)) in self.rows.iter().enumerate() {
            let style = if *new { app.palette.changed() } else { Style::new() };
            canvas.text(2, self.y + 1 + n, &text::fit(label, self.width.saturating_sub(4)), style);
        }
    }
}

/// Lines from several rows on the left to one on the right, joined in a column of their own.
struct Wire {
    from_x: usize,
    from: Vec<usize>,
    column: usize,
    to_x: usize,
    to: usize,
}

impl Wire {
    /// Horizontal parts, and the arrow.
    fn across(&self, canvas: &mut Canvas, style: Style) {
        for row in &self.from {
            for x in self.from_x..self.column {
                canvas.put(x, *row, '─', style);
            }
        }
        for x in self.column..self.to_x {
            canvas.put(x, self.to, '─', style);
        }
        canvas.put(self.to_x, self.to, '▶', Style::new());
    }

    /// The vertical part. Where the horizontal lines of others cross it, it goes over them.
    fn down(&self, canvas: &mut Canvas, style: Style) {
        let rows = || self.from.iter().copied().chain([self.to]);
        let (top, bottom) = (rows().min().unwrap_or(self.to), rows().max().unwrap_or(self.to));
        for row in top..=bottom {
            let symbol = match (row > top, row < bottom, self.from.contains(&row), row == self.to) {
                (true, true, true, true) => '┼',
                (true, true, true, false) => '┤',
                (true, true, false, true) => '├',
                (true, true, false, false) => '│',
                (false, true, true, true) => '┬',
                (true, false, true, true) => '┴',
                (false, true, true, false) => '┐',
                (false, true, false, _) => '┌',
                (true, false, true, false) => '┘',
                (true, false, false, _) => '└',
                (false, false, _, _) => '─',
            };
            canvas.put(self.column, row, symbol, style);
        }
    }
}

/// Where everything goes.
struct Plan {
    tables: Vec<Table>,
    files: Vec<Node>,
    objects: Vec<Node>,
    wires: Vec<Wire>,
}

/// The narrowest box of an object.
const NARROWEST: usize = 24;

impl Plan {
    fn of(app: &App, graph: &Graph, width: usize) -> Option<Plan> {
        let tables = tables(app, graph);
        let left = tables.first()?.width;
        let count: usize = graph.groups.iter().map(|group| group.files.len()).sum();
        let files_x = left + count + 3;
        let mut files = Vec::new();
        let mut y = 0;
        for described in graph.groups.iter().flat_map(|group| &group.files) {
            // Beside the row of the process in focus, if that is free.
            let row = tables.first().and_then(|table| table.row_of(described.file).next());
            y = y.max(row.map_or(0, |row| row.saturating_sub(1)));
            let node = file_node(app, described.file, files_x, y);
            y += node.height();
            files.push(node);
        }
        let middle = files.iter().map(|node| node.width).max().unwrap_or(0);
        files.iter_mut().for_each(|node| node.width = middle);
        let objects_x = files_x + middle + graph.groups.len() + 3;
        let right = width.checked_sub(objects_x).filter(|right| *right >= NARROWEST)?;
        let mut objects: Vec<Node> = Vec::new();
        let mut first = 0;
        let mut y = 0;
        for group in &graph.groups {
            y = y.max(files.get(first).map_or(0, |node| node.y));
            let node = object_node(app, &group.object, objects_x, y, right.min(60));
            y += node.height();
            objects.push(node);
            first += group.files.len();
        }
        for name in &graph.alone {
            let node = object_node(app, name, objects_x, y, right.min(60));
            y += node.height();
            objects.push(node);
        }
        let mut plan = Plan { tables, files, objects, wires: Vec::new() };
        plan.join(graph, left, middle);
        Some(plan)
    }

    /// Lines between what has been placed. The upper ones turn further right, so that they do not cross when they go down.
    fn join(&mut self, graph: &Graph, left: usize, middle: usize) {
        let count = self.files.len();
        let mut n = 0;
        for (g, group) in graph.groups.iter().enumerate() {
            let first = n;
            for described in &group.files {
                let from = self.tables.iter().flat_map(|table| table.row_of(described.file)).collect();
                let node = &self.files[n];
                let column = left + 1 + (count - 1 - n);
                self.wires.push(Wire { from_x: left, from, column, to_x: node.x - 1, to: node.port() });
                n += 1;
            }
            let from_x = self.files.get(first).map_or(0, |node| node.x + middle);
            let from = self.files[first..n].iter().map(Node::port).collect();
            let column = from_x + 1 + (graph.groups.len() - 1 - g);
            let object = &self.objects[g];
            self.wires.push(Wire { from_x, from, column, to_x: object.x - 1, to: object.port() });
        }
    }

    fn height(&self) -> usize {
        let tables = self.tables.iter().map(|table| table.y + table.rows.len() + 2);
        let nodes = self.files.iter().chain(&self.objects).map(|node| node.y + node.height());
        tables.chain(nodes).max().unwrap_or(0)
    }
}

/// The tables, that of the process in focus first.
fn tables(app: &App, graph: &Graph) -> Vec<Table> {
    let mut tables: Vec<Table> = Vec::new();
    let moved = app.before.step != app.scene.step;
    for described in graph.groups.iter().flat_map(|group| &group.files) {
        for holder in &described.holders {
            let Some(pid) = holder.pids.first() else { continue };
            let new = moved && is_new(app, holder, described.file);
            let row = (label(holder, new), described.file, new);
            match tables.iter_mut().find(|table| table.pid == *pid) {
                Some(table) => table.rows.push(row),
                None => tables.push(Table { pid: *pid, own: holder.own, y: 0, width: 0, rows: vec![row] }),
            }
        }
    }
    tables.sort_by_key(|table| (!table.own, table.pid));
    let wide = |table: &Table| {
        let rows = table.rows.iter().map(|row| text::width(&row.0)).max().unwrap_or(0);
        rows.max(text::width(&format!("▶pid {}", table.pid)) + 1) + 4
    };
    let width = tables.iter().map(wide).max().unwrap_or(0).min(24);
    let mut y = 0;
    for table in &mut tables {
        (table.y, table.width) = (y, width);
        y += table.rows.len() + 2;
    }
    tables
}

fn label(holder: &Holder, new: bool) -> String {
    let fds: Vec<String> = holder.fds.iter().map(|fd| fd.to_string()).collect();
    format!("{}fd {}", if new { "*" } else { "" }, fds.join(" "))
}

fn file_node(app: &App, id: u32, x: usize, y: usize) -> Node {
    let changed = has_changed(app, id);
    let mark = if changed { "*" } else { "" };
    let Some(file) = app.scene.files.get(&id) else {
        return Node { x, y, width: 8, title: format!("#{id}"), body: vec![String::new()], changed };
    };
    let mut body = vec![format!("{}, refs {}", file.mode, file.refs)];
    body.extend(file.notes.iter().cloned());
    let title = format!("{mark}file #{id}");
    let width = body.iter().chain([&title]).map(|line| text::width(line)).max().unwrap_or(0) + 4;
    Node { x, y, width: width.min(24), title, body, changed }
}

fn object_node(app: &App, name: &str, x: usize, y: usize, width: usize) -> Node {
    let object = app.scene.objects.get(name).cloned().unwrap_or_default();
    let (changed, fill, bytes) = object_parts(app, name, &object, width.saturating_sub(4));
    let mut body: Vec<String> = fill.iter().flat_map(|fill| text::wrap(fill, width.saturating_sub(4))).collect();
    body.extend(bytes);
    let told = object.told();
    if !told.is_empty() {
        body.extend(text::wrap(&told.join(", "), width.saturating_sub(4)).into_iter().take(4));
    }
    if body.is_empty() {
        body.push(String::new());
    }
    let mark = if changed { "*" } else { "" };
    let title = format!("{mark}{}", object.title);
    let wanted = body.iter().chain([&title]).map(|line| text::width(line)).max().unwrap_or(0) + 4;
    Node { x, y, width: wanted.min(width), title, body, changed }
}

/// Cells to draw on.
struct Canvas {
    width: usize,
    cells: Vec<Vec<(String, Style)>>,
}

impl Canvas {
    fn new(width: usize, height: usize) -> Canvas {
        Canvas { width, cells: vec![vec![(" ".to_string(), Style::new()); width]; height] }
    }

    fn put(&mut self, x: usize, y: usize, c: char, style: Style) {
        if let Some(cell) = self.cells.get_mut(y).and_then(|row| row.get_mut(x)) {
            *cell = (c.to_string(), style);
        }
    }

    fn text(&mut self, x: usize, y: usize, text: &str, style: Style) {
        let mut x = x;
        for c in text.chars() {
            let wide = text::width(&c.to_string());
            if x + wide > self.width {
                return;
            }
            self.put(x, y, c, style);
            // What a wide character covers has nothing of its own.
            for covered in x + 1..x + wide {
                if let Some(cell) = self.cells.get_mut(y).and_then(|row| row.get_mut(covered)) {
                    *cell = (String::new(), style);
                }
            }
            x += wide;
        }
    }

    fn frame(&mut self, x: usize, y: usize, width: usize, height: usize, title: &str, style: Style) {
        let (right, bottom) = (x + width.saturating_sub(1), y + height.saturating_sub(1));
        for at in x + 1..right {
            self.put(at, y, '─', style);
            self.put(at, bottom, '─', style);
        }
        for at in y + 1..bottom {
            self.put(x, at, '│', style);
            self.put(right, at, '│', style);
            for inside in x + 1..right {
                self.put(inside, at, ' ', Style::new());
            }
        }
        for (x, y, corner) in [(x, y, '┌'), (right, y, '┐'), (x, bottom, '└'), (right, bottom, '┘')] {
            self.put(x, y, corner, style);
        }
        self.text(x + 1, y, &text::fit(&format!(" {title} "), width.saturating_sub(2)), style);
    }

    fn lines(self) -> Vec<Line<'static>> {
        let line = |row: Vec<(String, Style)>| {
            let mut spans: Vec<Span> = Vec::new();
            for (symbol, style) in row {
                match spans.last_mut().filter(|last| last.style == style) {
                    Some(last) => last.content.to_mut().push_str(&symbol),
                    None => spans.push(Span::styled(symbol, style)),
                }
            }
            Line::from(spans)
        };
        self.cells.into_iter().map(line).collect()
    }
}
