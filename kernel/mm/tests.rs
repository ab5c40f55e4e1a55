//! Memory against a simple model, and its corner cases.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

const BASE: u64 = 0x10_0000;
const PAGES: u64 = 12;

fn private(start: u64, pages: u64) -> MapRequest {
    MapRequest {
        placement: Placement::Fixed(start),
        len: pages * PAGE,
        prot: Prot::RW,
        sharing: Sharing::Private,
        object: None,
    }
}

fn image(m: &mut Memory) -> SpaceId {
    let data = ImageSegment { addr: 0x40_2000, size: 3 * PAGE, prot: Prot::RW, bytes: b"initial data" };
    m.space_from_image(&[data], 0x40_5000).unwrap()
}

fn write(m: &mut Memory, s: SpaceId, addr: u64, data: &[u8]) -> Result<(), FaultReason> {
    m.copy_out(s, addr, data).map_err(|e| e.fault.reason)
}

fn read<const N: usize>(m: &mut Memory, s: SpaceId, addr: u64) -> Result<[u8; N], FaultReason> {
    m.read_le(s, addr).map_err(|e| e.reason)
}

// ---- the model: what each page of a space shows ----

#[derive(Clone, Copy, Debug)]
enum Shown {
    Private(u8),
    /// Number of a shared object of the model, and a page of it.
    Shared(usize, usize),
}

#[derive(Clone, Debug, Default)]
struct Model {
    spaces: Vec<BTreeMap<u64, (Prot, Shown)>>,
    objects: Vec<Vec<u8>>,
}

impl Model {
    fn write(&mut self, s: usize, page: u64, value: u8) -> Result<(), FaultReason> {
        let (prot, shown) = self.spaces[s].get_mut(&page).ok_or(FaultReason::NotMapped)?;
        if !prot.allows(Access::Write) {
            return Err(FaultReason::NotAllowed);
        }
        match shown {
            Shown::Private(v) => *v = value,
            Shown::Shared(o, p) => self.objects[*o][*p] = value,
        }
        Ok(())
    }

    fn read(&self, s: usize, page: u64) -> Result<u8, FaultReason> {
        let (prot, shown) = self.spaces[s].get(&page).ok_or(FaultReason::NotMapped)?;
        match shown {
            _ if !prot.allows(Access::Read) => Err(FaultReason::NotAllowed),
            Shown::Private(v) => Ok(*v),
            Shown::Shared(o, p) => Ok(self.objects[*o][*p]),
        }
    }
}

#[derive(Clone, Debug)]
enum Action {
    Map { shared: bool, page: u64, pages: u64 },
    Unmap { page: u64, pages: u64 },
    Protect { page: u64, pages: u64, prot: u8 },
    Write { page: u64, value: u8 },
    Read { page: u64 },
    Fork,
    Release,
    CloneMachine { seal: bool },
    Store,
}

fn action() -> impl Strategy<Value = Action> {
    let page = 0..PAGES;
    let pages = 1..5u64;
    prop_oneof![
        2 => (any::<bool>(), page.clone(), pages.clone()).prop_map(|(shared, page, pages)| Action::Map { shared, page, pages }),
        1 => (page.clone(), pages.clone()).prop_map(|(page, pages)| Action::Unmap { page, pages }),
        1 => (page.clone(), pages, 0..4u8).prop_map(|(page, pages, prot)| Action::Protect { page, pages, prot }),
        8 => (page.clone(), any::<u8>()).prop_map(|(page, value)| Action::Write { page, value }),
        6 => page.prop_map(|page| Action::Read { page }),
        2 => Just(Action::Fork),
        1 => Just(Action::Release),
        1 => any::<bool>().prop_map(|seal| Action::CloneMachine { seal }),
        1 => Just(Action::Store),
    ]
}

struct Pair {
    memory: Memory,
    spaces: Vec<SpaceId>,
    model: Model,
}

impl Pair {
    fn apply(&mut self, on: usize, action: Action) {
        let n = on % self.spaces.len();
        let s = self.spaces[n];
        let at = |page: u64| BASE + page * PAGE;
        match action {
            Action::Map { shared, page, pages } => {
                let sharing = if shared { Sharing::Shared } else { Sharing::Private };
                let req = MapRequest { sharing, ..private(at(page), pages) };
                assert_eq!(self.memory.map(s, req), Ok(at(page)));
                let object = self.model.objects.len();
                self.model.objects.push(vec![0; pages as usize]);
                for p in 0..pages {
                    let shown = if shared { Shown::Shared(object, p as usize) } else { Shown::Private(0) };
                    self.model.spaces[n].insert(page + p, (Prot::RW, shown));
                }
            }
            Action::Unmap { page, pages } => {
                assert_eq!(self.memory.unmap(s, at(page), pages * PAGE), Ok(()));
                self.model.spaces[n].retain(|p, _| !(page..page + pages).contains(p));
            }
            Action::Protect { page, pages, prot } => {
                let done = self.memory.protect(s, at(page), pages * PAGE, Prot(prot));
                let space = &mut self.model.spaces[n];
                let mapped = (page..page + pages).take_while(|p| space.contains_key(p)).count() as u64;
                assert_eq!(done.is_ok(), mapped == pages);
                (page..page + mapped).for_each(|p| space.get_mut(&p).unwrap().0 = Prot(prot));
            }
            Action::Write { page, value } => {
                let got = match value % 2 {
                    0 => write(&mut self.memory, s, at(page) + 8, &[value]),
                    _ => self.memory.with_user(s, |u| u.store(at(page) + 8, [value])).map_err(|e| e.reason),
                };
                assert_eq!(got, self.model.write(n, page, value));
            }
            Action::Read { page } => {
                let expected = self.model.read(n, page).map(|v| [v]);
                assert_eq!(read(&mut self.memory, s, at(page) + 8), expected);
                let load = self.memory.with_user(s, |u| u.load(at(page) + 8)).map_err(|e| e.reason);
                assert_eq!(load, expected);
            }
            Action::Fork => {
                self.spaces.push(self.memory.space_fork(s).unwrap());
                self.model.spaces.push(self.model.spaces[n].clone());
            }
            Action::Release if self.spaces.len() > 1 => {
                self.memory.space_release(s);
                self.spaces.remove(n);
                self.model.spaces.remove(n);
            }
            Action::Release => {}
            Action::CloneMachine { seal } => {
                if seal {
                    self.memory.seal();
                }
                let clone = self.memory.clone();
                assert!(clone == self.memory);
                self.memory = clone;
            }
            Action::Store => {
                let text = postcard_like(&self.memory);
                assert!(text == self.memory);
                self.memory = text;
            }
        }
        self.memory.check().unwrap();
    }
}

/// Through serde and back.
fn postcard_like(m: &Memory) -> Memory {
    serde_json::from_slice(&serde_json::to_vec(m).unwrap()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn memory_behaves_as_the_model(actions in prop::collection::vec((0..8usize, action()), 1..60)) {
        let mut memory = Memory::new(1000);
        let space = memory.space_create();
        let mut pair = Pair { memory, spaces: vec![space], model: Model { spaces: vec![BTreeMap::new()], ..Model::default() } };
        for (on, action) in actions {
            pair.apply(on, action);
        }
        for s in pair.spaces {
            pair.memory.space_release(s);
        }
        pair.memory.check().unwrap();
        prop_assert_eq!(pair.memory.frames_used(), 0);
    }
}

#[test]
fn fork_shares_frames_until_a_write() {
    let mut m = Memory::new(100);
    let parent = image(&mut m);
    write(&mut m, parent, 0x40_2000, b"parent").unwrap();
    let child = m.space_fork(parent).unwrap();
    assert_eq!(m.frame_at(parent, 0x40_2000), m.frame_at(child, 0x40_2000));
    assert_eq!(m.page_info(child, 0x40_2000).unwrap().sharers, 2);
    write(&mut m, child, 0x40_2000, b"child!").unwrap();
    assert_eq!(read(&mut m, parent, 0x40_2000), Ok(*b"parent"));
    assert_eq!(read(&mut m, child, 0x40_2000), Ok(*b"child!"));
    let frame = m.frame_at(parent, 0x40_2000);
    m.space_release(child);
    write(&mut m, parent, 0x40_2000, b"again!").unwrap();
    assert_eq!(m.frame_at(parent, 0x40_2000), frame, "the only user writes in place");
    m.check().unwrap();
}

#[test]
fn stale_translations_are_not_used() {
    let mut m = Memory::new(100);
    let s = m.space_create();
    m.map(s, private(BASE, 1)).unwrap();
    assert_eq!(m.with_user(s, |u| u.store(BASE, [7])), Ok(()));
    let child = m.space_fork(s).unwrap();
    assert_eq!(m.with_user(s, |u| u.store(BASE, [8])), Ok(()));
    assert_eq!(m.with_user(child, |u| u.load(BASE)), Ok([7]));
    m.protect(s, BASE, PAGE, Prot::READ).unwrap();
    assert_eq!(m.with_user(s, |u| u.store(BASE, [9])).unwrap_err().reason, FaultReason::NotAllowed);
    m.unmap(s, BASE, PAGE).unwrap();
    assert_eq!(m.with_user(s, |u| u.load::<1>(BASE)).unwrap_err().reason, FaultReason::NotMapped);
    // Through more changes than there are numbers.
    for n in 0..1500u64 {
        m.map(s, private(BASE, 1)).unwrap();
        assert_eq!(m.with_user(s, |u| u.load(BASE)), Ok([0u8]));
        m.with_user(s, |u| u.store(BASE, n.to_le_bytes())).unwrap();
        m.unmap(s, BASE, PAGE).unwrap();
        assert_eq!(m.with_user(child, |u| u.load(BASE)), Ok([7]));
    }
}

#[test]
fn misaligned_and_page_crossing_accesses() {
    let mut m = Memory::new(100);
    let s = m.space_create();
    m.map(s, private(BASE, 2)).unwrap();
    let at = BASE + PAGE - 3;
    assert_eq!(m.with_user(s, |u| u.store(at, *b"12345678")), Ok(()));
    assert_eq!(m.with_user(s, |u| u.load(at)), Ok(*b"12345678"));
    let end = BASE + 2 * PAGE - 3;
    let fault = m.with_user(s, |u| u.store(end, [1; 8])).unwrap_err();
    assert_eq!((fault.addr, fault.reason), (BASE + 2 * PAGE, FaultReason::NotMapped));
    assert_eq!(m.with_user(s, |u| u.load(end)), Ok([0u8; 1]), "a store that faults leaves nothing behind");
    m.set_strict_alignment(true);
    let fault = m.with_user(s, |u| u.load::<4>(BASE + 2)).unwrap_err();
    assert_eq!((fault.addr, fault.reason), (BASE + 2, FaultReason::Misaligned));
    assert_eq!(m.with_user(s, |u| u.load::<2>(BASE + 2)), Ok([0; 2]));
    // The highest addresses neither match nor overflow.
    m.set_strict_alignment(false);
    for back in 0..9 {
        assert!(m.with_user(s, |u| u.load::<8>(u64::MAX - back)).is_err());
        assert!(m.with_user(s, |u| u.store(u64::MAX - back, [0; 8])).is_err());
    }
}

#[test]
fn copies_are_partial() {
    let mut m = Memory::new(100);
    let s = m.space_create();
    m.map(s, private(BASE, 1)).unwrap();
    let e = m.copy_out(s, BASE + PAGE - 10, &[1; 20]).unwrap_err();
    assert_eq!((e.done, e.fault.addr), (10, BASE + PAGE));
    assert_eq!(m.copy_in(s, 0, &mut [0; 4]).unwrap_err().done, 0);
    write(&mut m, s, BASE, b"name\0").unwrap();
    assert_eq!(m.copy_in_cstr(s, BASE, 100), Ok(Some(b"name".to_vec())));
    assert_eq!(m.copy_in_cstr(s, BASE, 3), Ok(None));
    assert!(m.copy_in_cstr(s, BASE + PAGE - 10, 100).is_err(), "no NUL before the end of the mapping");
}

#[test]
fn the_stack_grows_to_its_limit() {
    let mut m = Memory::new(100);
    let s = image(&mut m);
    write(&mut m, s, STACK_TOP - 8, &[1; 8]).unwrap();
    let low = m.stack_low(s);
    write(&mut m, s, low, &[1]).unwrap();
    assert_eq!(write(&mut m, s, low - 1, &[1]), Err(FaultReason::NotMapped));
    assert_eq!(m.stack_low(s), STACK_TOP - STACK_LIMIT);
    m.check().unwrap();
}

#[test]
fn brk_moves_the_heap() {
    let mut m = Memory::new(100);
    let s = image(&mut m);
    assert_eq!(m.set_brk(s, 0), 0x40_5000);
    assert_eq!(write(&mut m, s, 0x40_5000, &[1]), Err(FaultReason::NotMapped));
    assert_eq!(m.set_brk(s, 0x40_5010), 0x40_5010);
    write(&mut m, s, 0x40_5fff, &[9]).unwrap();
    assert_eq!(m.set_brk(s, 0x40_9000), 0x40_9000);
    assert_eq!(m.areas(s).iter().filter(|a| a.kind == AreaKind::Heap).count(), 1, "one heap");
    assert_eq!(m.set_brk(s, 0x40_5000), 0x40_5000);
    assert_eq!(m.set_brk(s, 0x40_6000), 0x40_6000);
    assert_eq!(read(&mut m, s, 0x40_5fff), Ok([0]), "memory given back comes back as zeros");
    assert_eq!(m.set_brk(s, 1 << 40), 0x40_6000, "more than the machine has");
    m.check().unwrap();
}

#[test]
fn objects_are_shared_and_truncated() {
    let mut m = Memory::new(100);
    let (a, b) = (m.space_create(), m.space_create());
    let o = m.object_create(0).unwrap();
    assert_eq!(m.object_write(o, PAGE + 5, b"file"), Ok(4));
    assert_eq!((m.object_len(o), m.object_pages(o)), (PAGE + 9, 1));
    let shared = MapRequest { sharing: Sharing::Shared, object: Some((o, 0)), ..private(BASE, 3) };
    m.map(a, shared).unwrap();
    m.map(b, MapRequest { sharing: Sharing::Private, ..shared }).unwrap();
    assert_eq!(read(&mut m, b, BASE + PAGE + 5), Ok(*b"file"));
    write(&mut m, a, BASE + PAGE + 5, b"F").unwrap();
    let mut buf = [0; 4];
    assert_eq!(m.object_read(o, PAGE + 5, &mut buf), 4);
    assert_eq!((&buf, read(&mut m, b, BASE + PAGE + 5)), (b"File", Ok(*b"File")));
    write(&mut m, b, BASE + PAGE + 5, b"p").unwrap();
    assert_eq!(read(&mut m, a, BASE + PAGE + 5), Ok(*b"File"));
    assert_eq!(read::<1>(&mut m, a, BASE + 2 * PAGE), Err(FaultReason::BeyondObject));
    m.object_truncate(o, 10).unwrap();
    assert_eq!(read::<1>(&mut m, a, BASE + PAGE + 5), Err(FaultReason::BeyondObject));
    m.object_truncate(o, 3 * PAGE).unwrap();
    assert_eq!(read(&mut m, a, BASE + PAGE + 5), Ok([0; 4]));
    m.object_release(o);
    m.check().unwrap();
    assert_eq!(m.object_holders(), []);
    m.space_release(a);
    m.space_release(b);
    m.check().unwrap();
    assert_eq!(m.frames_used(), 0);
}

#[test]
fn the_frame_limit_holds() {
    let mut m = Memory::new(4);
    let s = m.space_create();
    m.map(s, private(BASE, 4)).unwrap();
    (0..4).for_each(|p| write(&mut m, s, BASE + p * PAGE, &[1]).unwrap());
    let child = m.space_fork(s).unwrap();
    assert_eq!(write(&mut m, child, BASE, &[2]), Err(FaultReason::OutOfMemory));
    assert_eq!(m.map(s, private(BASE, 5)), Err(MmError::NoMemory));
    m.space_release(s);
    write(&mut m, child, BASE, &[2]).unwrap();
    m.check().unwrap();
}

#[test]
fn mappings_are_placed_from_the_top() {
    let mut m = Memory::new(100);
    let s = image(&mut m);
    let any = MapRequest { placement: Placement::Any, ..private(0, 2) };
    let first = m.map(s, any).unwrap();
    assert_eq!(first, MMAP_BASE - 2 * PAGE);
    let second = m.map(s, any).unwrap();
    assert_eq!(second, first - 2 * PAGE);
    m.unmap(s, first, 2 * PAGE).unwrap();
    assert_eq!(m.map(s, MapRequest { len: 1, ..any }), Ok(MMAP_BASE - PAGE), "the hole is used");
    let fixed = MapRequest { placement: Placement::FixedNoReplace(second), ..any };
    assert_eq!(m.map(s, fixed), Err(MmError::Exists));
    assert_eq!(m.map(s, MapRequest { placement: Placement::Hint(BASE + 5), ..any }), Ok(BASE));
    assert_eq!(m.map(s, MapRequest { placement: Placement::Fixed(0), ..any }), Err(MmError::NoMemory));
    assert_eq!(m.map(s, MapRequest { len: 0, ..any }), Err(MmError::Invalid));
    assert_eq!(m.unmap(s, 1, PAGE), Err(MmError::Invalid));
    m.check().unwrap();
}

#[test]
fn a_sealed_clone_shares_and_then_copies() {
    let mut m = Memory::new(100);
    let s = image(&mut m);
    m.seal();
    let before = m.clone();
    write(&mut m, s, 0x40_2000, b"INITIAL").unwrap();
    let mut old = before.clone();
    assert_eq!(read(&mut old, s, 0x40_2000), Ok(*b"initial data"));
    assert_eq!(read(&mut m, s, 0x40_2000), Ok(*b"INITIAL data"));
    assert!(before != m);
    write(&mut m, s, 0x40_2000, b"initial").unwrap();
    assert!(before == m);
}

#[test]
fn overlapping_moves_and_fills() {
    let mut m = Memory::new(100);
    let s = m.space_create();
    m.map(s, private(BASE, 4)).unwrap();
    let data: Vec<u8> = (0..9000u32).map(|n| (n * 7 % 251) as u8).collect();
    for (from, to) in [(100, 103), (103, 100), (5000, 1000), (10, 4096), (4096, 4095)] {
        m.copy_out(s, BASE + from, &data).unwrap();
        m.with_user(s, |u| u.copy_within(BASE + to, BASE + from, 9000)).unwrap();
        let mut got = vec![0; 9000];
        m.copy_in(s, BASE + to, &mut got).unwrap();
        assert!(got == data, "{from} to {to}");
    }
    m.with_user(s, |u| u.fill(BASE + 4000, 5, 200)).unwrap();
    assert_eq!(read(&mut m, s, BASE + 4199), Ok([5]));
    assert!(m.with_user(s, |u| u.fill(BASE, 5, u64::MAX)).is_err());
}

#[test]
fn damaged_state_is_refused_not_trusted() {
    let mut m = Memory::new(100);
    let s = image(&mut m);
    m.space_fork(s).unwrap();
    let text = serde_json::to_string(&m).unwrap();
    // Every number changed, one at a time: either it cannot be read, or `check` says what is wrong, or it is still consistent.
    for (at, _) in text.match_indices(|c: char| c.is_ascii_digit()).step_by(3) {
        let mut damaged = text.clone();
        let digit = if damaged.as_bytes()[at] == b'9' { "1" } else { "9" };
        damaged.replace_range(at..=at, digit);
        if let Ok(m) = serde_json::from_str::<Memory>(&damaged) {
            let _ = m.check();
        }
    }
}
